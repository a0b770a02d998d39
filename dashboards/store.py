"""People's boards as files: `DATA/dashboards/<owner's account id>/<slug>.yaml`, revisions beside them.

The store keeps and finds; it does not ask who may: `dashboards.access` does, before. All writing happens under one lock
for the whole store, in an order that leaves a whole board at any moment at which the process may be killed.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dashboards.access import Guest, terms_of
from dashboards.drafts import Drafted, DraftMoved, Editing, head, opened, read, shared_like, written
from dashboards.dump import dump
from dashboards.history import Note
from dashboards.model import Dashboard, Share
from dashboards.pictures import picture_name
from dashboards.repair import Name, repaired
from dashboards.shape import changed
from dashboards.shelf import Shelf, parsed
from dashboards.slug import slug_of
from dashboards.stored import Broken, ConcurrentPublish, ConcurrentSave, NoBoard, Size, Stored, Trashed, address_of
from dashboards.witness import Nobody, Witness
from datasource.errors import InvalidInput

__all__ = [
    "BoardStore",
    "Broken",
    "ConcurrentPublish",
    "ConcurrentSave",
    "DraftMoved",
    "Drafted",
    "Editing",
    "NoBoard",
    "Size",
    "Stored",
    "Trashed",
]


LONGEST_NOTE = 500


class BoardStore:
    """All boards of one data folder; `now` gives the time of a save (UTC), `witness` is told of edits and moves."""

    def __init__(
        self,
        data_dir: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        witness: Witness | None = None,
    ) -> None:
        self._shelf = Shelf(data_dir / "dashboards")
        self._now = now
        self._witness = witness or Nobody()

    def list_mine(self, account_id: int) -> tuple[Stored, ...]:
        """The person's own boards by title; files that cannot be read are in `list_broken`."""
        return _by_title(found for found in self._shelf.all_of(account_id) if isinstance(found, Stored))

    def list_shared_with(self, guest: Guest) -> tuple[Stored, ...]:
        """The boards of others that are shared with this person, by title; administrators get no more than others."""
        return _by_title(
            found
            for found in self.list_all()
            if found.owner_id != guest.account.account_id and terms_of(guest, found.board.share)
        )

    def list_all(self) -> tuple[Stored, ...]:
        """Every person's boards by title, for administrators."""
        found = (found for owner in self._shelf.owners() for found in self._shelf.all_of(owner))
        return _by_title(stored for stored in found if isinstance(stored, Stored))

    def list_broken(self, account_id: int | None = None) -> tuple[Broken, ...]:
        """The person's (None: everybody's) boards whose files cannot be read, with every problem."""
        owners = self._shelf.owners() if account_id is None else [account_id]
        return tuple(found for owner in owners for found in self._shelf.all_of(owner) if isinstance(found, Broken))

    def read(self, owner_id: int, slug: str) -> Stored:
        """The board as it stands; raises `NoBoard`, or `InvalidInput` when its file cannot be read."""
        found = self._shelf.look(owner_id, slug)
        if isinstance(found, Broken):
            raise InvalidInput(found.problems)
        return found

    def new_slug(self, account_id: int, title: str) -> str:
        """A free `id` for a new board of this person."""
        return slug_of(title, frozenset((*self._shelf.slugs(account_id), *self._shelf.drafted(account_id))))

    def save(self, board: Dashboard, owner_id: int, expected_revision: int, author: str) -> Stored:
        """Keep `board` under its id; `expected_revision` is the one that the author has seen, 0 for a new board.

        Who it is shared with stays as it is on disk: only `share` and `take_back` change it, so that a stale save never
        gives access back. Raises `ConcurrentSave` (with both versions, both kept) when someone saved in between,
        `NoBoard` when the board was deleted in between, `MingjingError` when no file can hold it.
        """
        with self._shelf.locked():
            place = self._shelf.place(owner_id, board.id)
            if not place.file.exists():
                if expected_revision:
                    raise NoBoard(board.id)
                return self._shelf.write(board, owner_id, author, self._now())
            current = self.read(owner_id, board.id)
            mine = changed(board, {"share": current.board.share})
            if mine == current.board:
                return current
            if expected_revision != current.revision:
                draft = place.history.add_draft(dump(mine).encode(), author, self._now())
                raise ConcurrentSave(mine, current, draft)
            return self._told(self._shelf.write(mine, owner_id, author, self._now()), current)

    def rename(self, owner_id: int, slug: str, title: str, author: str) -> Stored:
        """Give the board another title; its id stays, so that links to it live on."""
        return self._change(owner_id, slug, author, lambda board: changed(board, {"title": title}))

    def share(self, owner_id: int, slug: str, share: Share, author: str) -> Stored:
        """Share the board with exactly these people; those left out no longer see it."""
        return self._change(owner_id, slug, author, lambda board: changed(board, {"share": share}))

    def replace_names(
        self, owner_id: int, slug: str, replacements: Mapping[Name, str], author: str, note: str = ""
    ) -> Stored:
        """Let the board name other metrics and fields, as `dashboards.repair` proposes them; `note` says why."""
        return self._change(owner_id, slug, author, lambda board: repaired(board, replacements), note)

    def take_back(self, owner_id: int, slug: str, author: str, login: str | None = None) -> Stored:
        """End the sharing with one person, or (without `login`) with everybody."""

        def fewer(board: Dashboard) -> Dashboard:
            people = tuple(grant for grant in board.share.people if grant.to != login)
            share = changed(board.share, {"people": people}) if login else Share()
            return changed(board, {"share": share})

        return self._change(owner_id, slug, author, fewer)

    def copy(self, owner_id: int, slug: str, account_id: int, author: str, title: str | None = None) -> Stored:
        """A private copy of the board for person `account_id`, under a free id."""
        board = self.read(owner_id, slug).board
        with self._shelf.locked():
            name = board.title if title is None else title
            fresh = changed(board, {"id": self.new_slug(account_id, name), "title": name, "share": Share()})
            self._shelf.copy_pictures(owner_id, account_id, _pictures(board))
            return self._shelf.write(fresh, account_id, author, self._now())

    def pass_on(self, from_account_id: int, to_account_id: int) -> tuple[tuple[str, str], ...]:
        """Give all boards of one person to another; pairs of the old and the new slug. Sharing stays as it is."""
        if from_account_id == to_account_id:
            return ()
        with self._shelf.locked():
            self._shelf.copy_pictures(from_account_id, to_account_id)
            slugs = self._shelf.slugs(from_account_id)
            moved = tuple((slug, self._hand_over(from_account_id, slug, to_account_id)) for slug in slugs)
            for slug in self._shelf.drafted(from_account_id):
                fresh = self.new_slug(to_account_id, slug)
                self._shelf.move_drafts(
                    self._shelf.place(from_account_id, slug), self._shelf.place(to_account_id, fresh)
                )
            for slug in self._shelf.drafted(to_account_id):
                self._shelf.take_up_draft(from_account_id, to_account_id, slug)
        return moved

    def pass_one_on(self, owner_id: int, slug: str, to_account_id: int) -> str:
        """Give one board to another person, who has it under the returned slug; raises `NoBoard`."""
        with self._shelf.locked():
            if not self._shelf.place(owner_id, slug).file.exists():
                raise NoBoard(slug)
            if owner_id == to_account_id:
                return slug
            self._shelf.copy_pictures(owner_id, to_account_id)
            fresh = self._hand_over(owner_id, slug, to_account_id)
            self._shelf.take_up_draft(owner_id, to_account_id, fresh)
            return fresh

    def size(self, owner_id: int, slug: str) -> Size:
        """How much of the board is kept on disk."""
        return self._shelf.size(owner_id, slug)

    def delete(self, owner_id: int, slug: str) -> str:
        """Move the board to the trash and return the name under which `restore` brings it back."""
        with self._shelf.locked():
            if not self._shelf.place(owner_id, slug).file.exists():
                raise NoBoard(slug)
            name = self._shelf.discard(owner_id, slug, self._now())
            self._witness.moved(address_of(owner_id, slug), _resting(owner_id, name))
            return name

    def trash(self, owner_id: int) -> tuple[Trashed, ...]:
        """The person's deleted boards, the latest first."""
        return tuple(sorted(self._shelf.trash(owner_id), key=lambda found: found.deleted_at, reverse=True))

    def restore(self, owner_id: int, name: str) -> Stored:
        """Bring a deleted board back, shared as before, under its own slug or, when that is taken, another."""
        with self._shelf.locked():
            place = self._shelf.discarded(owner_id, name)
            if not place.file.exists():
                raise NoBoard(name)
            slug = self.new_slug(owner_id, name.split("~", 1)[0])
            self._shelf.move(place, self._shelf.place(owner_id, slug))
            place.file.parent.rmdir()
            self._witness.moved(_resting(owner_id, name), address_of(owner_id, slug))
            return self.read(owner_id, slug)

    def revisions(self, owner_id: int, slug: str) -> tuple[Note, ...]:
        """Who saved the board when, the newest first."""
        history = self._shelf.place(owner_id, slug).history
        return tuple(history.note(number) for number in history.numbers())

    def read_revision(self, owner_id: int, slug: str, number: int) -> Dashboard:
        """The board as it was; raises `NoBoard` when there is no such revision."""
        return _kept(slug, self._shelf.place(owner_id, slug).history.revision, number)

    def drafts(self, owner_id: int, slug: str) -> tuple[Note, ...]:
        """Whose saves were refused when, the newest first."""
        history = self._shelf.place(owner_id, slug).history
        return tuple(history.draft_note(number) for number in history.drafts())

    def read_draft(self, owner_id: int, slug: str, number: int) -> Dashboard:
        """A version whose save was refused; raises `NoBoard` when there is no such draft."""
        return _kept(slug, self._shelf.place(owner_id, slug).history.draft, number)

    def restore_revision(self, owner_id: int, slug: str, number: int, author: str, note: str = "") -> Stored:
        """Let the board be as it was: a new revision, shared as it is now. Raises `NoBoard`."""
        with self._shelf.locked():
            current = self.read(owner_id, slug)
            board = shared_like(self.read_revision(owner_id, slug, number), current.board)
            if board == current.board:
                return current
            return self._told(self._shelf.write(board, owner_id, author, self._now(), note, number), current)

    def new_draft(self, owner_id: int, board: Dashboard, account_id: int) -> Editing:
        """A draft of a board that is not published yet, under a free id made of its title."""
        with self._shelf.locked():
            board = changed(board, {"id": self.new_slug(owner_id, board.title), "share": Share()})
            return self._keep_draft(owner_id, board.id, account_id, Editing(board))

    def open_draft(self, owner_id: int, slug: str, account_id: int) -> Editing:
        """The person's draft of the board, or a first one of what is published; nothing is written.

        A draft without a change of its own follows what is published. Raises `NoBoard` when there is neither, and
        `InvalidInput` when the draft cannot be read (`drop_draft` is the way out).
        """
        kept = self._kept_draft(owner_id, slug, account_id)
        if kept is not None and not self._shelf.place(owner_id, slug).file.exists():
            return kept
        try:
            fresh = opened(self.read(owner_id, slug))
        except InvalidInput:
            if kept is None:
                raise
            return kept
        return fresh if kept is None else _following(kept, fresh)

    def keep_draft(self, owner_id: int, slug: str, account_id: int, editing: Editing) -> Editing:
        """Keep the draft, and return it with the number that the next `keep_draft` must show.

        Raises `DraftMoved` (with what stands) when another window of the person wrote it since this one was opened.
        """
        with self._shelf.locked():
            return self._keep_draft(owner_id, slug, account_id, editing)

    def drop_draft(self, owner_id: int, slug: str, account_id: int) -> None:
        """Forget the person's draft, if there is one; what is published stays."""
        with self._shelf.locked():
            self._drop_draft(owner_id, slug, account_id)

    def list_drafts(self, account_id: int) -> tuple[Drafted, ...]:
        """The person's drafts of whomever's boards, by title; `base_revision` 0 for boards never published."""
        found = self._shelf.drafts_of(account_id)
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.owner_id, one.slug)))

    def publish(self, owner_id: int, slug: str, account_id: int, author: str, note: str = "") -> Stored:
        """Let readers see the person's draft; the draft goes, `note` stays with the revision.

        Raises `ConcurrentPublish` (the draft stays) when someone published in between, `NoBoard` when there is no
        draft or the board was deleted in between, `MingjingError` when no file can hold it.
        """
        with self._shelf.locked():
            draft, place = self._kept_draft(owner_id, slug, account_id), self._shelf.place(owner_id, slug)
            if draft is None or (draft.base_revision and not place.file.exists()):
                raise NoBoard(slug)
            current = self.read(owner_id, slug) if place.file.exists() else None
            draft = _shared_since(draft, opened(current)) if current else draft
            mine = shared_like(draft.board, current.board) if current else draft.board
            if current and mine != current.board and draft.base_revision != current.revision:
                raise ConcurrentPublish(draft.base, mine, current)
            if current is None or mine != current.board:
                written = self._shelf.write(mine, owner_id, author, self._now(), note.strip()[:LONGEST_NOTE])
                current = self._told(written, current) if current else written
            self._drop_draft(owner_id, slug, account_id)
            return current

    def _kept_draft(self, owner_id: int, slug: str, account_id: int) -> Editing | None:
        try:
            return read(self._shelf.place(owner_id, slug).draft(account_id).read_bytes(), slug)
        except FileNotFoundError:
            return None

    def _keep_draft(self, owner_id: int, slug: str, account_id: int, editing: Editing) -> Editing:
        place = self._shelf.place(owner_id, slug)
        if editing.base_revision and not place.file.exists():
            raise NoBoard(slug)
        file = place.draft(account_id)
        found = head(file, owner_id, slug)
        if (
            found is not None
            and found.number != editing.number
            and (kept := self._kept_draft(owner_id, slug, account_id))
        ):
            raise DraftMoved(kept)
        board = editing.board if editing.board.id == slug else changed(editing.board, {"id": slug})
        kept = replace(editing, board=board, number=editing.number + 1)
        self._shelf.write_draft(file, written(kept, self._now()))
        return kept

    def _drop_draft(self, owner_id: int, slug: str, account_id: int) -> None:
        file = self._shelf.place(owner_id, slug).draft(account_id)
        file.unlink(missing_ok=True)
        with suppress(OSError):
            file.parent.rmdir()

    def _hand_over(self, owner_id: int, slug: str, to_account_id: int) -> str:
        fresh = self.new_slug(to_account_id, slug)
        self._shelf.move(self._shelf.place(owner_id, slug), self._shelf.place(to_account_id, fresh))
        self._witness.moved(address_of(owner_id, slug), address_of(to_account_id, fresh))
        return fresh

    def _told(self, written: Stored, before: Stored) -> Stored:
        if shared_like(written.board, before.board) != before.board:
            self._witness.edited(written.address, written.author)
        return written

    def keep_picture(self, owner_id: int, content: bytes) -> str:
        """Keep a picture for the boards of an owner and return the name that `Image.file` takes.

        Raises `MingjingError` for what is no picture (see `dashboards.pictures`).
        """
        name = picture_name(content)
        with self._shelf.locked():
            self._shelf.write_picture(owner_id, name, content)
        return name

    def picture(self, owner_id: int, name: str) -> bytes | None:
        """The content of a picture; None when there is none."""
        file = self._shelf.picture(owner_id, name)
        return file.read_bytes() if file.is_file() else None

    def copy_pictures(self, board: Dashboard, from_account_id: int, to_account_id: int) -> None:
        """Let the boards of another owner show the pictures of this board as well."""
        with self._shelf.locked():
            self._shelf.copy_pictures(from_account_id, to_account_id, _pictures(board))

    def _change(
        self, owner_id: int, slug: str, author: str, change: Callable[[Dashboard], Dashboard], note: str = ""
    ) -> Stored:
        with self._shelf.locked():
            current = self.read(owner_id, slug)
            board = change(current.board)
            if board == current.board:
                return current
            return self._told(self._shelf.write(board, owner_id, author, self._now(), note[:LONGEST_NOTE]), current)


def _resting(owner_id: int, name: str) -> str:
    """The address of a board in the trash."""
    return f"{owner_id}~{name.rpartition('~')[2]}"


def _following(kept: Editing, fresh: Editing) -> Editing:
    """The draft, or what is published when the draft adds nothing to it, as after a crash right behind publishing."""
    kept = _shared_since(kept, fresh)
    adds = kept.differs and shared_like(kept.board, fresh.board) != fresh.board
    if adds or kept.base_revision == fresh.base_revision:
        return kept
    return replace(fresh, number=kept.number)


def _shared_since(kept: Editing, fresh: Editing) -> Editing:
    """The draft on top of what is published, when that was only shared otherwise since the draft was begun."""
    if kept.base is None or shared_like(kept.base, fresh.board) != fresh.board:
        return kept
    return replace(kept, base=fresh.board, base_revision=fresh.base_revision)


def _pictures(board: Dashboard) -> frozenset[str]:
    return frozenset(tile.image.file for tile in board.tiles if tile.image)


def _kept(slug: str, content: Callable[[int], bytes], number: int) -> Dashboard:
    try:
        return changed(parsed(content(number), f"{slug}.yaml"), {"id": slug})
    except FileNotFoundError:
        raise NoBoard(f"{slug} ({number})") from None


def _by_title(found: Iterable[Stored]) -> tuple[Stored, ...]:
    return tuple(sorted(found, key=lambda stored: (stored.board.title.casefold(), stored.owner_id, stored.slug)))
