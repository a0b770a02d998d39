"""The settings file: strict, complete in its complaints, and never written."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.settings import CONFIG, Settings, load_settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGJING_DATA", raising=False)


def write(folder: Path, text: str) -> Path:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return file


def test_shipped_file_holds_the_defaults() -> None:
    shipped = load_settings(CONFIG)
    assert shipped == Settings().at(CONFIG.parent / "var")
    assert shipped.sign_in.session_days == 14


def test_empty_file_means_all_defaults(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "")) == Settings().at(tmp_path / "var")


def test_relative_data_folder_starts_at_the_file(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "data: elsewhere/deep")).data_dir == tmp_path / "elsewhere" / "deep"


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_DATA", str(tmp_path / "other"))
    assert load_settings(write(tmp_path, "data: var")).data_dir == tmp_path / "other"


def test_all_problems_come_at_once_with_their_lines(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "languge: en\nsign_in:\n  session_days: 0\n  failure: 3\n  minutes: '4'\n",
    )
    with pytest.raises(InvalidInput) as caught:
        load_settings(file)
    assert sorted(map(str, caught.value.problems)) == [
        f"{file}:1: languge: unknown key. Did you mean 'language'?",
        f"{file}:3: sign_in.session_days: Input should be greater than or equal to 1",
        f"{file}:4: sign_in.failure: unknown key. Did you mean 'failures'?",
        f"{file}:5: sign_in.minutes: Input should be a valid integer",
    ]


def test_a_language_that_is_not_shipped_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r":1: language: Unknown language 'zh'\. Known: en, vi, zh_CN\."):
        load_settings(write(tmp_path, "language: zh"))


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"config.yaml:2: data: given twice; keep one\."):
        load_settings(write(tmp_path, "data: one\ndata: two\n"))


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"config\.yaml:2: is not valid YAML"):
        load_settings(write(tmp_path, "data: var\nlanguage: ]\n"))


@pytest.mark.parametrize("text", ["- data\n", "[]\n", "false\n", "var\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match=r"config\.yaml:1: "):
        load_settings(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [*x]\n", "has an alias"),
        ("? [data]\n: var\n", "is not valid YAML"),
        ("data: !!python/object:os.system x\n", "is not valid YAML"),
        ("data: \x00\n", "is not valid YAML"),
    ],
)
def test_hostile_yaml_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        load_settings(write(tmp_path, text))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(b"data: \xff\xfe\n")
    with pytest.raises(InvalidInput, match="is not UTF-8 text"):
        load_settings(file)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="There is no file"):
        load_settings(tmp_path / "none.yaml")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().language = "vi"  # type: ignore[misc]


@pytest.mark.parametrize(("written", "meant"), [("names", "names"), ("off", "off"), ("'off'", "off")])
def test_comparisons_may_be_switched_off_with_a_bare_word(tmp_path: Path, written: str, meant: str) -> None:
    assert load_settings(write(tmp_path, f"comparisons: {written}")).comparisons == meant


def test_unknown_comparisons_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"config.yaml:1: comparisons: .*'names', 'anonymous' or 'off'"):
        load_settings(write(tmp_path, "comparisons: some"))
