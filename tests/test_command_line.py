"""`python -m datasource`: what all its commands share."""

from pathlib import Path

import pytest

from datasource.__main__ import main


def test_each_problem_of_one_input_stands_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    question = '{"metrics": "won_amount", "limits": 3}'
    assert main(["query", "--data", "nowhere", "--json", question]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["metrics", "limits"]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ('{"metrics": []}', "metrics: is empty; give at least 1."),
        ("{}", "metrics: is missing; give it."),
        ('{"metrics": ["won_amount"], "limit": 0}', "limit: must be at least 1, not 0."),
        ('{"metrics": ["won_amount"], "totals": "perhaps"}', "totals: must be true or false."),
        (
            '{"metrics": ["won_amount"], "period": {"from": "2017-12-31", "to": "2017-01-01"}}',
            "period: the period runs backwards: 2017-12-31 is after 2017-01-01; swap 'from' and 'to'",
        ),
        (
            '{"metrics": ["won_amount"], "where": [{"field": "owner", "op": "eq", "value": {"a": 1}}]}',
            "where.0.value: must be a text, a number, true, false, or a list of these.",
        ),
    ],
)
def test_a_bad_question_is_told_in_one_plain_sentence(
    capsys: pytest.CaptureFixture[str], question: str, line: str
) -> None:
    assert main(["query", "--data", "nowhere", "--json", question]) == 2
    assert capsys.readouterr() == ("", f"{line}\n")


def test_people_are_refused_in_a_folder_that_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "list", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"'{tmp_path}' is not a Mingjing data folder; import into it with")
    assert list(tmp_path.iterdir()) == []


def test_a_single_problem_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--data", "nowhere"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        'Give the data folder and a question: query --data DIR --json \'{"metrics": ["won_amount"]}\'.'
    ]


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize("command", ["versions", "rollback", "check", "quality"])
def test_a_folder_without_data_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, more: list[str]
) -> None:
    assert main([command, "--data", str(tmp_path), *more]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert told.err.startswith(f"'{tmp_path}' is not a Mingjing data folder; import into it with")


def test_a_folder_in_place_of_a_mapping_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--mapping", str(tmp_path), "--from", str(tmp_path), "--data", str(tmp_path / "data")]
    assert main(["import", *given]) == 2
    assert capsys.readouterr().err == f"'{tmp_path}' cannot be read: Is a directory; give the path of a YAML file.\n"


def test_breaking_off_is_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("datasource.loaders.commands._tables", broken_off)
    assert main(["tables"]) == 130
    assert capsys.readouterr().err == "Broken off; nothing was published.\n"
