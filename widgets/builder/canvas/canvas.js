// The server holds the truth. Each edit goes into `log` under a rising number and is drawn at once; data from Python that
// has not seen the newest edit (`ack` below it) is ignored, so a slow rerun never undoes a fresh drag.
let gridModule;

export default async function ({ parentElement, data, setStateValue }) {
  gridModule ??= import(new URL(data.script, window.location.origin).href);
  await gridModule;
  const board = (parentElement.canvasBoard ??= newBoard(parentElement, window.GridStack));
  board.send = (log) => setStateValue("edits", { log });
  board.receive(data);
  return () => board.close();
}

const COLUMNS = 12;
const make = (tag, className = "", text = "", attributes = {}) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};
const fill = (template, words) => template.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
const TOOLS = [["left", "⇤", 2], ["top", "⤒", 2], ["width", "↔", 2], ["height", "↕", 2], ["across", "⇹", 3], ["down", "⇳", 3],
  ["duplicate", "×2", 1], ["remove", "✕", 1], ["open", "⚙", 1]];

function newBoard(root, GridStack) {
  const host = root.appendChild(make("div", "editor"));
  const stock = host.appendChild(make("div", "stock", "", { role: "group", "data-testid": "canvas-stock" }));
  const tools = host.appendChild(make("div", "tools", "", { role: "toolbar", "data-testid": "canvas-tools" }));
  const refusal = host.appendChild(make("p", "refusal", "", { role: "alert", "data-testid": "canvas-refusal" }));
  const scroller = host.appendChild(make("div", "scroller"));
  const field = scroller.appendChild(make("div", "grid-stack", "", { role: "group", "data-testid": "canvas-grid" }));
  const hint = scroller.appendChild(make("p", "hint"));
  const live = host.appendChild(make("div", "live", "", { "aria-live": "polite", "data-testid": "canvas-live" }));
  const ghost = host.appendChild(make("div", "ghost", "", { hidden: "" }));
  const board = { data: null, seq: 0, log: [], busy: false, late: null, refused: -1, opened: -1, several: false, moved: 0,
    words: "", chosen: [], grabbed: null, aim: null };
  const cards = new Map();
  const grid = GridStack.init({ column: COLUMNS, cellHeight: 44, margin: 4, float: true, animate: false, minRow: 8, handle: ".card",
    draggable: { appendTo: "parent", scroll: true }, resizable: { handles: "e,se,s,sw,w" } }, field);

  const say = (text) => { live.textContent = text; };
  const tileOf = (id) => board.data.tiles.find((tile) => tile.id === id);
  const words = () => board.data.texts;
  const spot = (node) => ({ x: node.x, y: node.y, w: node.w, h: node.h });

  function edit(change) {
    refusal.textContent = "";
    board.seq += 1;
    board.log.push({ seq: board.seq, ...change });
    board.send(board.log.slice());
  }

  // The same as layout.py does, so that tiles stand at once where the server will say: what is named goes where it is told,
  // the others keep their places or give way downwards. Gridstack's own pushing on the way is forgotten.
  function arrange(wanted) {
    const named = Object.keys(wanted);
    const done = named.some((id) => ["x", "y", "w", "h"].some((part) => wanted[id][part] !== tileOf(id)[part]));
    if (done) {
      edit({ do: "arrange", places: named.map((id) => ({ id, ...wanted[id] })) });
      const spots = board.data.tiles.map((tile) => ({ tile, named: tile.id in wanted, place: { ...(wanted[tile.id] ?? spot(tile)) } }));
      spots.sort((one, other) => other.named - one.named || one.place.y - other.place.y || one.place.x - other.place.x);
      const standing = [];
      for (const { tile, place } of spots) {
        for (let hit; (hit = standing.filter((other) => overlap(place, other))).length;) place.y = Math.max(...hit.map((other) => other.y + other.h));
        standing.push(place);
        Object.assign(tile, place);
      }
    }
    drawTiles();
    return done;
  }

  const overlap = (one, other) => one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;

  function tell(id, template) {
    const tile = tileOf(id);
    if (tile) say(fill(template, { name: tile.name, x: tile.x + 1, y: tile.y + 1, w: tile.w, h: tile.h }));
  }

  function choose(ids, quiet = false) {
    if (JSON.stringify(ids) === JSON.stringify(board.chosen)) return;
    board.chosen = ids;
    edit({ do: "choose", tiles: ids });
    mark();
    if (!quiet) say(fill(words().chosen, { count: ids.length }));
  }

  const toggled = (id) => (board.chosen.includes(id) ? board.chosen.filter((other) => other !== id) : [...board.chosen, id]);

  function mark() {
    for (const [id, item] of cards) {
      const on = board.chosen.includes(id);
      item.classList.toggle("chosen", on);
      item.classList.toggle("lead", board.chosen[0] === id && board.chosen.length > 1);
      item.firstChild.setAttribute("aria-pressed", String(on));
    }
    for (const button of tools.querySelectorAll("[data-least]")) button.disabled = board.chosen.length < Number(button.dataset.least);
    const several = tools.querySelector("[data-testid=tool-several]");
    several?.setAttribute("aria-pressed", String(board.several));
  }

  function remove(ids) {
    if (!ids.length) return;
    const order = reading();
    const at = order.indexOf(ids[0]);
    say(ids.length === 1 ? fill(words().removed, { name: tileOf(ids[0]).name }) : fill(words().several_removed, { count: ids.length }));
    edit({ do: "remove", tiles: ids });
    for (const id of ids) drop(id);
    board.data.tiles = board.data.tiles.filter((tile) => !ids.includes(tile.id));
    board.chosen = board.chosen.filter((id) => !ids.includes(id));
    mark();
    const rest = order.filter((id) => !ids.includes(id));
    (cards.get(rest[Math.min(at, rest.length - 1)])?.firstChild ?? stock.querySelector("button"))?.focus();
    hint.hidden = board.data.tiles.length > 0;
  }

  function drop(id) {
    const item = cards.get(id);
    cards.delete(id);
    if (item) grid.removeWidget(item);
  }

  const reading = () => [...board.data.tiles].sort((one, other) => one.y - other.y || one.x - other.x).map((tile) => tile.id);

  function add(kind, x = null, y = null) {
    edit({ do: "add", kind: kind.kind, x, y });
    say(fill(words().added, { kind: kind.label }));
  }

  function open(id) {
    board.chosen = [id];
    edit({ do: "open", tiles: [id] });
    mark();
    say(fill(words().opened, { name: tileOf(id).name }));
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function nudge(id, [dx, dy], sizing) {
    const at = spot(tileOf(id));
    const [lw, lh] = tileOf(id).least;
    const to = sizing
      ? { ...at, w: Math.min(Math.max(at.w + dx, lw), COLUMNS - at.x), h: Math.min(Math.max(at.h + dy, lh), 100) }
      : { ...at, x: Math.min(Math.max(at.x + dx, 0), COLUMNS - at.w), y: Math.max(at.y + dy, 0) };
    if (arrange({ [id]: to })) tell(id, sizing ? words().sized : words().moved);
    else tell(id, words().edge);
  }

  function onKey(event, id) {
    const step = STEPS[event.key];
    const wide = event.ctrlKey || event.metaKey;
    const acts = {
      Enter: () => open(id),
      " ": () => choose(toggled(id)),
      Delete: () => remove(board.chosen.includes(id) ? board.chosen : [id]),
      Backspace: () => remove(board.chosen.includes(id) ? board.chosen : [id]),
      Escape: () => choose([]),
    };
    if (event.altKey || event.target !== cards.get(id)?.firstChild) return;
    const letter = wide && { z: event.shiftKey ? "redo" : "undo", y: "redo", d: "duplicate" }[event.key.toLowerCase()];
    if (letter) letter === "duplicate" ? tool("duplicate", [id]) : edit({ do: letter });
    else if (step && !wide) nudge(id, step, event.shiftKey);
    else if (acts[event.key] && !wide) acts[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function tool(name, ids) {
    if (name === "remove") return remove(ids);
    if (name === "open") return open(ids[0]);
    if (name === "duplicate") return edit({ do: "duplicate", tiles: ids });
    if (name === "across" || name === "down") return edit({ do: "distribute", tiles: ids, along: name });
    return edit({ do: "align", tiles: ids, edge: name });
  }

  function cardOf(tile) {
    const item = make("div", "grid-stack-item");
    const card = item.appendChild(make("div", "grid-stack-item-content card", "", { role: "button", tabindex: "0", "data-testid": `tile-${tile.id}` }));
    card.append(make("div", "head"), make("div", "body"), make("div", "lack"));
    card.firstChild.append(make("span", "sign", "", { "aria-hidden": "true" }), make("span", "name"), make("span", "what"));
    card.onkeydown = (event) => onKey(event, tile.id);
    card.onclick = (event) => {
      if (performance.now() - board.moved < 250) return;
      card.focus();
      choose(board.several || event.ctrlKey || event.metaKey || event.shiftKey ? toggled(tile.id) : [tile.id]);
    };
    card.ondblclick = () => open(tile.id);
    return item;
  }

  function dress(tile) {
    const card = cards.get(tile.id).firstChild;
    const [head, body, lack] = card.children;
    head.children[0].textContent = tile.sign;
    head.children[1].textContent = tile.name;
    head.children[2].textContent = tile.what;
    body.replaceChildren(...tile.lines.map((line) => make("p", "", line)));
    lack.textContent = tile.lack;
    card.dataset.kind = tile.kind;
    const base = board.data.look;
    card.style.background = tile.look.background || base.tile || "";
    card.classList.toggle("own", Boolean(card.style.background));
    card.classList.toggle("bare", !(tile.look.border ?? base.border));
    card.style.borderRadius = `${tile.look.radius ?? base.radius}px`;
    const told = fill(words().place, { name: tile.name, kind: tile.what, x: tile.x + 1, y: tile.y + 1, w: tile.w, h: tile.h });
    card.setAttribute("aria-label", tile.lack ? `${told}. ${tile.lack}` : told);
  }

  const off = (tile) => {
    const node = cards.get(tile.id)?.gridstackNode;
    return !node || ["x", "y", "w", "h"].some((part) => node[part] !== tile[part]);
  };

  function drawTiles() {
    const wanted = new Set(board.data.tiles.map((tile) => tile.id));
    for (const id of [...cards.keys()]) if (!wanted.has(id)) drop(id);
    for (let pass = 0; pass < 4 && board.data.tiles.some(off); pass += 1) for (const tile of board.data.tiles) stand(tile);
    if (board.data.tiles.some(off)) {
      grid.removeAll(false);
      for (const tile of board.data.tiles) grid.makeWidget(cards.get(tile.id), placed(tile));
    }
    board.data.tiles.forEach(dress);
    // Tab walks the tiles as they are read.
    const order = reading().map((id) => cards.get(id));
    const focus = root.activeElement;
    if (order.some((item, at) => field.children[at] !== item)) order.forEach((item) => field.append(item));
    if (focus && focus !== root.activeElement) focus.focus();
    hint.hidden = board.data.tiles.length > 0;
  }

  const placed = (tile) => ({ ...spot(tile), minW: tile.least[0], minH: tile.least[1] });

  function stand(tile) {
    const item = cards.get(tile.id);
    if (item) return void (off(tile) && grid.update(item, placed(tile)));
    const fresh = cardOf(tile);
    cards.set(tile.id, fresh);
    field.append(fresh);
    grid.makeWidget(fresh, placed(tile));
  }

  // A chip of the stock is pressed (first free place), or dragged by mouse or finger to its place.
  function chip(kind) {
    const button = make("button", "chip", "", { type: "button", "data-testid": `stock-${kind.kind}` });
    button.append(make("span", "sign", kind.sign, { "aria-hidden": "true" }), make("span", "", kind.label));
    button.onclick = () => { if (performance.now() - board.moved >= 250) add(kind); };
    button.onpointerdown = (event) => {
      if (event.button) return;
      button.setPointerCapture(event.pointerId);
      board.grabbed = { kind, x: event.clientX, y: event.clientY, out: false };
    };
    button.onpointermove = (event) => {
      const grabbed = board.grabbed;
      if (!grabbed) return;
      grabbed.out ||= Math.hypot(event.clientX - grabbed.x, event.clientY - grabbed.y) > 5;
      if (!grabbed.out) return;
      const base = host.getBoundingClientRect();
      ghost.hidden = false;
      ghost.textContent = kind.label;
      ghost.style.transform = `translate(${event.clientX - base.left + 8}px, ${event.clientY - base.top + 8}px)`;
      field.classList.toggle("over", Boolean(cellAt(event)));
    };
    const end = (event) => {
      const grabbed = board.grabbed;
      board.grabbed = null;
      ghost.hidden = true;
      field.classList.remove("over");
      if (!grabbed?.out) return;
      board.moved = performance.now();
      const cell = event.type === "pointerup" && cellAt(event);
      if (cell) add(kind, cell.x, cell.y);
    };
    button.onpointerup = end;
    button.onpointercancel = end;
    return button;
  }

  function cellAt(event) {
    const box = field.getBoundingClientRect();
    const room = scroller.getBoundingClientRect();
    const inside = event.clientX >= Math.max(box.left, room.left) && event.clientX < Math.min(box.right, room.right)
      && event.clientY >= box.top && event.clientY < room.bottom;
    return inside && { x: Math.floor((event.clientX - box.left) / (box.width / COLUMNS)), y: Math.floor((event.clientY - box.top) / grid.getCellHeight()) };
  }

  function drawFrame() {
    const told = JSON.stringify([board.data.texts, board.data.palette]);
    if (told === board.words) return;
    board.words = told;
    stock.setAttribute("aria-label", words().palette);
    stock.replaceChildren(...board.data.palette.map(chip));
    tools.setAttribute("aria-label", words().tools);
    field.setAttribute("aria-label", `${words().canvas}. ${words().keys}`);
    hint.textContent = words().empty;
    const button = (name, sign, act) => {
      const made = make("button", "tool", sign, { type: "button", title: words()[name], "aria-label": words()[name], "data-testid": `tool-${name}` });
      made.onclick = act;
      return made;
    };
    const several = button("several", "☑", () => { board.several = !board.several; mark(); });
    tools.replaceChildren(several, ...TOOLS.map(([name, sign, least]) => {
      const made = button(name, sign, () => tool(name, board.chosen.slice()));
      made.dataset.least = least;
      return made;
    }), button("compact", "⇑", () => edit({ do: "compact" })), make("span", "keys", words().keys));
  }

  function focusInspector(tries = 20) {
    const first = document.querySelector(".st-key-canvas_inspector :is(input, textarea, button, [role=combobox])");
    if (first) first.focus();
    else if (tries) setTimeout(() => focusInspector(tries - 1), 100);
  }

  board.receive = (data) => {
    board.log = board.log.filter((sent) => sent.seq > data.ack);
    if (board.data && board.log.length) return;
    if (board.busy) { board.late = data; return; }
    board.seq = Math.max(board.seq, data.ack);
    board.data = structuredClone(data);
    board.chosen = data.chosen.slice();
    if (board.refused < data.refusal.seq && board.refused >= 0) { refusal.textContent = data.refusal.text; if (data.refusal.text) say(data.refusal.text); }
    board.refused = data.refusal.seq;
    field.style.background = data.look.background;
    drawFrame();
    drawTiles();
    mark();
    if (board.opened >= 0 && data.opened > board.opened) focusInspector();
    board.opened = data.opened;
  };

  // Where the tile under the pointer would stand if it were let go now, whatever it has met on its way.
  function follow(item, sizing) {
    const id = idOf(item);
    const box = item.getBoundingClientRect();
    const base = field.getBoundingClientRect();
    const [across, down] = [base.width / COLUMNS, grid.getCellHeight()];
    const [x, y] = [Math.round((box.left - base.left) / across), Math.round((box.top - base.top) / down)];
    const { w, h } = sizing ? { w: Math.max(Math.round(box.width / across), tileOf(id).least[0]), h: Math.max(Math.round(box.height / down), tileOf(id).least[1]) } : tileOf(id);
    const left = Math.min(Math.max(x, 0), COLUMNS - 1);
    board.aim = { x: sizing ? left : Math.min(left, COLUMNS - w), y: Math.max(y, 0), w: sizing ? Math.min(w, COLUMNS - left) : w, h };
  }

  const idOf = (item) => [...cards].find(([, other]) => other === item)?.[0];

  function settle(item, template) {
    board.moved = performance.now();
    // Gridstack still touches its nodes after this event: place them once it has finished.
    setTimeout(() => {
      const id = idOf(item);
      if (id && board.aim && arrange({ [id]: board.aim })) tell(id, words()[template]);
      board.aim = null;
      board.busy = false;
      const late = board.late;
      board.late = null;
      if (late) board.receive(late);
    });
  }

  grid.on("dragstart resizestart", () => { board.busy = true; board.aim = null; });
  grid.on("drag", (event, item) => follow(item, false));
  grid.on("resize", (event, item) => follow(item, true));
  grid.on("dragstop", (event, item) => settle(item, "moved"));
  grid.on("resizestop", (event, item) => settle(item, "sized"));
  scroller.addEventListener("click", (event) => { if ((event.target === field || event.target === scroller) && performance.now() - board.moved >= 250) choose([]); });

  board.close = () => {
    grid.destroy(false);
    host.remove();
    delete root.canvasBoard;
  };
  return board;
}
