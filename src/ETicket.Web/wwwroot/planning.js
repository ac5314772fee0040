// The planning with a script: the cell answers at once, then shows what the server said. Same form, same buttons, same keys; the words are the page's.
const form = document.querySelector("form[data-planning]");
const said = document.querySelector("[data-said]");
const undoBar = document.querySelector("[data-undo]");
const undoSaid = undoBar?.querySelector("p");
const undoButton = undoBar?.querySelector("button");
const undoSkip = document.querySelector("[data-undo-skip]");
const seen = document.querySelector("[data-seen]");
let line = Promise.resolve();
let waiting = 0;

const draw = (cell, state) => {
  cell.dataset.state = state;
  cell.querySelector("use")?.setAttribute("href", `#t-${state}`);
};

// What a click on a cell asks for.
const next = { Free: "Ticked", Ticked: "Free", Full: "Waiting", Waiting: "Full" };

const figure = (booklet, name) => booklet.querySelector(`[data-figure="${name}"]`);

function showCells(cells) {
  for (const told of cells) {
    const cell = document.getElementById(told.id);
    if (!cell || cell.dataset.state === "Closed") continue;
    draw(cell, told.state);
    cell.title = told.title ?? "";
    cell.querySelector(".vh").textContent = told.label;
    if (cell.tagName === "BUTTON") {
      cell.value = told.value ?? "";
      cell.name = told.field;
      if (told.value) cell.removeAttribute("aria-disabled"); else cell.setAttribute("aria-disabled", "true");
    }
  }
}

function showActions(actions, notes) {
  for (const told of actions) {
    const action = document.getElementById(told.id);
    if (!action) continue;
    action.hidden = told.value === null;
    action.value = told.value ?? "";
    action.textContent = told.text;
    action.setAttribute("aria-label", told.label);
  }
  for (const told of notes) {
    const note = document.getElementById(told.id);
    if (note) note.textContent = told.text;
  }
}

function showBooklets(booklets) {
  for (const told of booklets) {
    const booklet = document.getElementById(told.id);
    if (!booklet) continue;
    booklet.dataset.low = told.low;
    for (const name of ["available", "unit", "held", "tickets", "value"]) figure(booklet, name).textContent = told[name];
    const note = document.getElementById(`${told.id}m`);
    note.hidden = !told.note;
    note.textContent = told.note ?? "";
  }
}

function showRefused(refused) {
  const seen = new Set();
  for (const no of refused) {
    const cell = document.getElementById(no.cell);
    if (cell) mark(cell, "back");
    const slot = document.getElementById(`${no.row}r`);
    if (!slot || seen.has(no.row + no.sentence)) continue;
    seen.add(no.row + no.sentence);
    const note = Object.assign(document.createElement("p"), { className: "no", textContent: `${no.sentence} ` });
    if (no.remedy) note.append(Object.assign(document.createElement("a"), { href: no.remedy.address, textContent: no.remedy.text }));
    slot.querySelector("td").append(note);
    slot.hidden = false;
  }
  if (refused.length) said.textContent = [...new Set(refused.map(no => no.sentence))].join(" ");
}

// What the last click was, once no other is on its way.
function showUndo({ key, said, left }) {
  undoBar.hidden = !said;
  undoSaid.textContent = [said, left].filter(Boolean).join(" ");
  undoButton.value = key ?? "";
  undoButton.hidden = undoSkip.hidden = !key;
}

function clearRefused(row) {
  const slot = row && document.getElementById(`${row.id}r`);
  if (slot) {
    slot.hidden = true;
    slot.querySelector("td").replaceChildren();
  }
}

function mark(cell, how) {
  cell.removeAttribute(`data-${how}`);
  void cell.offsetWidth;
  cell.setAttribute(`data-${how}`, "");
  setTimeout(() => cell.removeAttribute(`data-${how}`), 500);
}

async function send(button, body, before) {
  const row = button.closest("tr");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.status === 401) return location.reload();
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.sentence);
    waiting--;
    if (waiting === 0) {
      showCells(told.cells);
      showActions(told.actions, told.notes);
      showUndo(told.undo);
      seen.value = told.seen;
      document.dispatchEvent(new Event("planning:changed"));
    }
    showBooklets(told.booklets);
    showRefused(told.refused);
    if (button === undoButton && told.refused.length) document.getElementById(told.refused[0].cell)?.focus();
    else if (button === undoButton) undoSaid.focus({ preventScroll: true });
    if (told.refused.length) return;
    if (button === undoButton) said.textContent = undoSaid.textContent;
    else said.textContent = button.classList.contains("ticket") ? button.querySelector(".vh").textContent : form.dataset.done;
  } catch (error) {
    waiting--;
    if (before) {
      draw(button, before);
      mark(button, "back");
    }
    const lost = error instanceof TypeError || error instanceof SyntaxError || !error.message;
    const sentence = lost ? form.dataset.lost : error.message;
    if (button === undoButton) {
      showUndo({ key: lost ? button.value : null, said: sentence });
      undoSaid.focus({ preventScroll: true });
      said.textContent = sentence;
    } else showRefused([{ row: row.id, cell: button.id, sentence }]);
  } finally {
    button.removeAttribute("data-busy");
  }
}

form?.addEventListener("submit", event => {
  const button = event.submitter;
  if (!button?.value || button.dataset.busy !== undefined) {
    event.preventDefault();
    return;
  }
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, button));
  const before = button.classList.contains("ticket") ? button.dataset.state : null;
  clearRefused(button.closest("tr"));
  if (button !== undoButton) showUndo({});
  button.setAttribute("data-busy", "");
  if (before) {
    draw(button, next[before]);
    if (before === "Free") mark(button, "torn");
  }
  waiting++;
  line = line.then(() => send(button, body, before));
});
