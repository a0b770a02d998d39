// The server holds the truth. Each edit goes into `log` under a rising number and is drawn at once; data from Python that
// has not seen the newest edit (`ack` below it) is ignored, so a slow rerun never undoes a fresh drag.
let sortableModule;

export default async function ({ parentElement, data, setStateValue }) {
  sortableModule ??= import(new URL(data.sortable, window.location.origin).href);
  const { default: Sortable } = await sortableModule;
  const board = (parentElement.shelvesBoard ??= newBoard(parentElement, Sortable));
  board.send = (log) => setStateValue("edits", { log });
  board.receive(data);
  return () => board.close();
}

const make = (tag, className = "", text = "", attributes = {}) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

const fill = (template, words) => template.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);

function newBoard(root, Sortable) {
  const host = root.appendChild(make("div", "board"));
  const frame = host.appendChild(make("div", "frame"));
  const palette = frame.appendChild(make("section", "palette", "", { "data-testid": "palette" }));
  const search = palette.appendChild(make("input", "", "", { type: "search", "data-testid": "palette-search" }));
  const fields = palette.appendChild(make("div", "fields"));
  const calculate = palette.appendChild(make("button", "calculate", "", { type: "button", "data-testid": "calculate" }));
  const shelves = frame.appendChild(make("section", "shelves"));
  const more = shelves.appendChild(make("button", "more", "", { type: "button", "data-testid": "more-shelves" }));
  const refusal = host.appendChild(make("p", "refusal", "", { role: "alert", "data-testid": "shelves-refusal" }));
  const live = host.appendChild(make("div", "live", "", { "aria-live": "polite", "data-testid": "shelves-live" }));
  const board = { data: null, seq: 0, log: [], dragging: false, held: false, late: null, refused: -1, menu: null, drawn: "", shape: "", all: false };
  const nodes = new Map();
  const stocks = [];
  const slots = [];

  const say = (text) => { live.textContent = text; };
  const refuse = (text) => { refusal.textContent = text; };
  const shelfOf = (id) => board.data.shelves.find((shelf) => shelf.id === id);
  const pillOf = (shelf, id) => shelfOf(shelf)?.pills.find((pill) => pill.id === id);
  const fieldOf = (name) => board.data.palette.flatMap((kind) => kind.groups).flatMap((group) => group.fields)
    .find((field) => field.field === name);

  function whyNot(shelf, pill) {
    if ((shelf.takes === "metric") !== pill.metric) return fill(board.data.refuse[shelf.takes], { field: pill.label, shelf: shelf.name });
    return (shelf.id === "filters" ? pill.off_filter : pill.off) ?? "";
  }

  const reasonOf = (pill) => (pill.off && pill.off_filter ? pill.off : "");

  function edit(change) {
    refuse("");
    board.seq += 1;
    board.log.push({ seq: board.seq, ...change });
    board.send(board.log.slice());
  }

  // The same moves as shelving.py makes, so that the pill stands where it was dropped while the server works.
  function place(pill, to, index, from) {
    const shelf = shelfOf(to);
    if (from) shelfOf(from).pills = shelfOf(from).pills.filter((other) => other.id !== pill.id);
    for (const other of board.data.shelves) {
      const rival = other.id === to || (shelf.apart && other.apart === shelf.apart);
      if (rival) other.pills = other.pills.filter((held) => held.field !== pill.field);
    }
    if (shelf.most === 1) shelf.pills = [];
    shelf.pills.splice(index < 0 ? shelf.pills.length : index, 0, { ...pill, id: from === to ? pill.id : pill.field });
  }

  function add(pill, to, index = -1) {
    const reason = whyNot(shelfOf(to), pill);
    if (reason) return void (refuse(reason), say(reason));
    edit({ do: "add", shelf: to, pill: pill.field, index });
    place(pill, to, index);
    say(fill(board.data.texts.added, { field: pill.label, shelf: shelfOf(to).name }));
    draw(`${to}/${pill.field}`);
  }

  function move(pill, from, to, index = -1) {
    const reason = from === to ? "" : whyNot(shelfOf(to), pill);
    if (reason) return void (refuse(reason), say(reason));
    edit({ do: "move", shelf: to, pill: pill.id, source: from, index });
    place(pill, to, index, from);
    const at = shelfOf(to).pills.findIndex((other) => other.field === pill.field);
    say(fill(board.data.texts.moved, { field: pill.label, shelf: shelfOf(to).name, position: at + 1 }));
    draw(`${to}/${shelfOf(to).pills[at].id}`);
  }

  function remove(pill, from) {
    edit({ do: "remove", shelf: from, pill: pill.id, index: -1 });
    const shelf = shelfOf(from);
    const at = shelf.pills.findIndex((other) => other.id === pill.id);
    shelf.pills.splice(at, 1);
    say(fill(board.data.texts.removed, { field: pill.label, shelf: shelf.name }));
    const next = shelf.pills[Math.min(at, shelf.pills.length - 1)];
    draw(next ? `${from}/${next.id}` : `palette/${pill.field}`);
  }

  const change = (name) => edit({ do: "calculate", pill: name });
  calculate.onclick = () => change("");
  more.onclick = () => { board.all = !board.all; drawShelves(); more.focus(); };

  const open = (pill, from) => edit({ do: "open", shelf: from, pill: pill.id, index: -1 });

  function closeMenu(focus) {
    board.menu?.remove();
    board.menu = null;
    if (focus) focusOn(focus);
  }

  function showMenu(node, title, choices) {
    closeMenu();
    const menu = make("div", "menu", "", { role: "menu", "aria-label": title, "data-testid": "shelves-menu" });
    const back = node.dataset.key;
    for (const choice of choices) {
      if (!choice.act) { menu.append(make("p", "", choice.text)); continue; }
      const item = make("button", "", choice.text, { role: "menuitem", type: "button", "data-testid": `menu-${choice.id}` });
      item.onclick = () => { closeMenu(); choice.act(); };
      menu.append(item);
    }
    menu.onkeydown = (event) => {
      const items = [...menu.querySelectorAll("button")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); items.at((items.indexOf(root.activeElement) + step) % items.length)?.focus(); }
      if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); closeMenu(back); }
    };
    menu.onfocusout = (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) closeMenu(); };
    const here = node.getBoundingClientRect();
    const base = host.getBoundingClientRect();
    menu.style.top = `${here.bottom - base.top + 4}px`;
    board.menu = host.appendChild(menu);
    menu.style.left = `${Math.max(0, Math.min(here.left - base.left, base.width - menu.offsetWidth))}px`;
    (menu.querySelector("button") ?? node).focus();
  }

  function shelfMenu(node, pill, from) {
    const words = board.data.texts;
    const choices = [];
    if (reasonOf(pill) && !from) choices.push({ text: pill.off });
    if (board.data.calculations.includes(pill.field)) choices.push({ id: "change", text: words.change, act: () => change(pill.field) });
    if (from && pill.editable) choices.push({ id: "open", text: words.edit, act: () => open(pill, from) });
    for (const shelf of board.data.shelves) {
      if (shelf.id === from || whyNot(shelf, pill)) continue;
      const text = fill(from ? words.move_to : words.add_to, { shelf: shelf.name });
      choices.push({ id: shelf.id, text, act: () => (from ? move(pill, from, shelf.id) : add(pill, shelf.id)) });
    }
    if (from) choices.push({ id: "remove", text: words.remove, act: () => remove(pill, from) });
    showMenu(node, pill.label, choices);
  }

  function onKey(event, node, pill, from) {
    if (event.target !== node) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); shelfMenu(node, pill, from); }
    else if (from && event.altKey && step) {
      event.preventDefault();
      const at = shelfOf(from).pills.findIndex((other) => other.id === pill.id) + step;
      if (at >= 0 && at < shelfOf(from).pills.length) move(pill, from, from, at);
    } else if (from && (event.key === "Delete" || event.key === "Backspace")) { event.preventDefault(); remove(pill, from); }
    else if (step) {
      event.preventDefault();
      const near = [...(from ? shelves : fields).querySelectorAll(".pill:not([hidden])")];
      focusOn(near[near.indexOf(node) + step]?.dataset.key);
    }
  }

  // A node is kept as long as its pill reads the same, so that a rerun never takes one from under the pointer.
  function pillNode(pill, from) {
    const key = `${from ?? "palette"}/${pill.id ?? pill.field}`;
    const reads = JSON.stringify(pill);
    if (nodes.get(key)?.reads !== reads) nodes.set(key, { reads, node: newPill(pill, from, key) });
    return nodes.get(key).node;
  }

  function newPill(pill, from, key) {
    const kind = `pill${pill.metric ? " metric" : ""}${reasonOf(pill) ? " off" : ""}`;
    const name = from ? `pill-${from}-${pill.id}` : `field-${pill.field}`;
    const node = make("li", kind, "", { role: "button", title: reasonOf(pill) || pill.tip || "", "data-testid": name });
    node.dataset.key = key;
    node.dataset.pill = pill.id ?? pill.field;
    node.tabIndex = from ? 0 : -1;
    node.setAttribute("aria-label", [pill.label, pill.note, reasonOf(pill)].filter(Boolean).join(", "));
    if (reasonOf(pill)) node.setAttribute("aria-disabled", "true");
    node.append(make("span", "sign", pill.sign, { "aria-hidden": "true" }), make("span", "label", pill.label));
    if (pill.note) node.append(make("span", "note", pill.note));
    if (from) {
      const drop = make("button", "drop", "×", { type: "button", tabindex: "-1", "data-testid": `remove-${from}-${pill.id}` });
      drop.setAttribute("aria-label", fill(board.data.texts.remove_field, { field: pill.label }));
      drop.onclick = (event) => { event.stopPropagation(); remove(pill, from); };
      node.append(drop);
    }
    node.onkeydown = (event) => onKey(event, node, pill, from);
    node.onclick = () => (from && pill.editable ? open(pill, from) : shelfMenu(node, pill, from));
    return node;
  }

  function focusOn(key) {
    const node = key && host.querySelector(`.pill[data-key="${CSS.escape(key)}"]`);
    if (!node) return;
    for (const other of fields.querySelectorAll('.pill[tabindex="0"]')) other.tabIndex = -1;
    node.tabIndex = 0;
    node.focus();
  }

  function filterPalette() {
    const wanted = search.value.trim().toLowerCase();
    for (const group of fields.querySelectorAll(".group")) {
      let shown = 0;
      for (const node of group.querySelectorAll(".pill")) {
        const hit = !wanted || `${node.dataset.pill} ${node.textContent}`.toLowerCase().includes(wanted);
        node.hidden = !hit;
        shown += hit ? 1 : 0;
      }
      group.hidden = shown === 0;
    }
    for (const kind of fields.querySelectorAll(".kind")) kind.hidden = !kind.querySelector(".group:not([hidden])");
    fields.querySelectorAll(".pill[tabindex='0']").forEach((node) => { node.tabIndex = -1; });
    const hits = [...fields.querySelectorAll(".group:not([hidden]) .pill:not([hidden])")];
    const called = (node) => node.querySelector(".label").textContent.toLowerCase();
    const best = hits.find((node) => called(node) === wanted) ?? hits.find((node) => called(node).startsWith(wanted));
    if (best) best.tabIndex = 0;
    else if (hits.length) hits[0].tabIndex = 0;
  }

  const pointOf = (event) => event?.changedTouches?.[0] ?? event;

  function isPast(event, node) {
    const point = pointOf(event);
    const box = node?.getBoundingClientRect();
    return !point || !box || point.clientY > box.bottom || (point.clientY > box.top && point.clientX > box.right);
  }

  // Where the pointer let go: a shelf's id, "" for the palette, undefined for neither.
  function dropPoint(event) {
    const point = pointOf(event);
    const under = point ? root.elementsFromPoint(point.clientX, point.clientY) : [];
    const shelf = under.find((node) => node.classList?.contains("shelf"));
    return shelf ? shelf.dataset.shelf : under.includes(palette) ? "" : undefined;
  }

  const common = { animation: 120, draggable: ".pill", forceFallback: true, fallbackOnBody: false, fallbackTolerance: 4, delay: 120,
    delayOnTouchOnly: true, ghostClass: "ghost", filter: ".drop", preventOnFilter: false };

  function onEnd(event, from) {
    const pill = from ? pillOf(from, event.item.dataset.pill) : fieldOf(event.item.dataset.pill);
    const to = dropPoint(event.originalEvent);
    const last = shelves.querySelector(`.slots[data-shelf="${to}"] .pill:nth-last-child(1 of .pill:not([data-key="${CSS.escape(event.item.dataset.key)}"]))`);
    const index = to !== event.to.dataset.shelf || isPast(event.originalEvent, last) ? -1 : event.newDraggableIndex;
    for (const list of shelves.querySelectorAll(".slots")) list.style.minHeight = "";
    // Sortable still touches its nodes after this event: draw anew once it has finished.
    setTimeout(() => {
      if (pill && to && from !== to) from ? move(pill, from, to, index) : add(pill, to, index);
      else if (pill && to && index !== event.oldDraggableIndex && (last || index >= 0)) move(pill, from, to, index);
      else if (pill && from && to === "") remove(pill, from);
      draw();
      board.dragging = board.held = false;
      catchUp();
    });
  }

  function catchUp() {
    const late = board.late;
    board.late = null;
    if (late) board.receive(late);
  }

  function sortable(list, from, group) {
    const onStart = () => {
      board.dragging = true;
      closeMenu();
      refuse("");
      // A pill that leaves must not let the shelves below slide up under the pointer.
      for (const slot of shelves.querySelectorAll(".slots")) slot.style.minHeight = `${slot.offsetHeight}px`;
    };
    return Sortable.create(list, { ...common, group: { name: "shelves", ...group }, sort: Boolean(from), onStart, onEnd: (event) => onEnd(event, from) });
  }

  const stand = (list, wanted) => {
    if (list.children.length !== wanted.length || wanted.some((node, at) => list.children[at] !== node)) list.replaceChildren(...wanted);
  };

  function drawPalette() {
    const groups = board.data.palette.flatMap((kind) => kind.groups);
    const shape = JSON.stringify([board.data.palette.map((kind) => [kind.title, kind.groups.map((group) => group.title)]), board.data.texts]);
    if (shape !== board.shape) buildPalette();
    board.shape = shape;
    fields.querySelectorAll(".stock").forEach((stock, at) => stand(stock, groups[at].fields.map((field) => pillNode(field))));
    filterPalette();
  }

  function buildPalette() {
    for (const old of stocks.splice(0)) old.destroy();
    fields.replaceChildren(...board.data.palette.map((kind) => {
      const part = make("div", "kind");
      part.append(make("h4", "", kind.title));
      for (const group of kind.groups) {
        const box = make("div", "group");
        const stock = make("ul", "stock");
        if (group.title) box.append(make("h5", "", group.title));
        box.append(stock);
        part.append(box);
        stocks.push(sortable(stock, "", { pull: "clone", put: true }));
      }
      return part;
    }));
    search.placeholder = board.data.texts.search;
    search.setAttribute("aria-label", board.data.texts.search);
  }

  function shelfBox(shelf) {
    const box = make("div", "shelf", "", { role: "group" });
    box.dataset.shelf = shelf.id;
    const list = make("ul", "slots", "", { "data-testid": `shelf-${shelf.id}` });
    list.dataset.shelf = shelf.id;
    box.append(make("span", "name"), list);
    const put = (_to, source, node) => {
      const pill = source.el.dataset.shelf ? pillOf(source.el.dataset.shelf, node.dataset.pill) : fieldOf(node.dataset.pill);
      return Boolean(pill) && !whyNot(shelfOf(shelf.id), pill);
    };
    slots.push(sortable(list, shelf.id, { pull: true, put }));
    return shelves.insertBefore(box, more);
  }

  const folded = (shelf) => (shelf.spare || shelf.rare) && shelf.pills.length === 0;

  function drawShelves() {
    more.hidden = !board.data.shelves.some(folded);
    more.textContent = board.all ? board.data.texts.fewer : board.data.texts.more;
    more.setAttribute("aria-expanded", String(board.all));
    calculate.textContent = board.data.texts.calculate;
    for (const shelf of board.data.shelves) {
      const box = shelves.querySelector(`.shelf[data-shelf="${shelf.id}"]`) ?? shelfBox(shelf);
      const [name, list] = box.children;
      box.classList.toggle("spare", shelf.spare);
      box.hidden = !board.all && folded(shelf);
      box.title = shelf.tip;
      box.setAttribute("aria-label", shelf.name);
      name.textContent = shelf.name;
      list.dataset.hint = shelf.hint;
      stand(list, shelf.pills.map((pill) => pillNode(pill, shelf.id)));
    }
  }

  function draw(focus = "") {
    const had = focus || root.activeElement?.dataset?.key;
    drawPalette();
    drawShelves();
    if (had && (focus || root.activeElement?.dataset?.key !== had)) focusOn(had);
  }

  board.receive = (data) => {
    board.log = board.log.filter((sent) => sent.seq > data.ack);
    if (board.data && board.log.length) return;
    if (board.dragging || board.held) { board.late = data; return; }
    const same = JSON.stringify(data) === board.drawn;
    board.seq = Math.max(board.seq, data.ack);
    board.data = structuredClone(data);
    if (board.refused < data.refusal.seq && board.refused >= 0) { refuse(data.refusal.text); if (data.refusal.text) say(data.refusal.text); }
    board.refused = data.refusal.seq;
    if (same && !board.menu) return;
    board.drawn = JSON.stringify(data);
    closeMenu();
    draw();
  };

  board.close = () => {
    for (const old of [...stocks, ...slots]) old.destroy();
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, release);
    host.remove();
    delete root.shelvesBoard;
  };

  search.oninput = filterPalette;
  const release = () => setTimeout(() => {
    if (!board.held || board.dragging) return;
    board.held = false;
    catchUp();
  });
  root.addEventListener("pointerdown", (event) => { board.held = Boolean(event.target.closest?.(".pill")); });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, release);
  const away = (event) => { if (board.menu && !event.composedPath().includes(board.menu)) closeMenu(); };
  root.addEventListener("pointerdown", away);
  return board;
}
