// The planning with a script: the cell answers at once, then shows what the server said. Same form, same buttons, same keys; the words are the page's.
// Clicks reach the portal one after the other. Each answer tells the weeks as they stand, and is shown at once but in the cells whose own click is not answered yet.
const form = document.querySelector("form[data-planning]");
const said = document.querySelector("[data-said]");
const undoBar = document.querySelector("[data-undo]");
const undoSaid = undoBar?.querySelector("p");
const undoButton = undoBar?.querySelector("button");
const undoSkip = document.querySelector("[data-undo-skip]");
const seen = document.querySelector("[data-seen]");
let line = Promise.resolve();

// The clicks not answered yet, the oldest first.
const asked = new Set();

// What was told of a cell while its own click was under way: what it shows if that click comes to nothing.
const meanwhile = new Map();

const isCell = button => button.classList.contains("ticket");
const isBusy = button => button.hasAttribute("data-busy");

const draw = (cell, state) => {
  cell.dataset.state = state;
  cell.querySelector("use")?.setAttribute("href", `#t-${state}`);
};

// What a click on a cell asks for.
const next = { Free: "Ticked", Ticked: "Free", Full: "Waiting", Waiting: "Full" };

const figure = (booklet, name) => booklet.querySelector(`[data-figure="${name}"]`);

function showCell(cell, told) {
  draw(cell, told.state);
  cell.title = told.title ?? "";
  cell.querySelector(".vh").textContent = told.label;
  if (cell.tagName === "BUTTON") {
    cell.value = told.value ?? "";
    cell.name = told.field;
    if (told.value) cell.removeAttribute("aria-disabled"); else cell.setAttribute("aria-disabled", "true");
  }
}

function showCells(cells) {
  for (const told of cells) {
    const cell = document.getElementById(told.id);
    if (!cell || cell.dataset.state === "Closed") continue;
    if (isBusy(cell)) meanwhile.set(told.id, told); else showCell(cell, told);
  }
  // A click that was thought lost, and was not.
  for (const note of form.querySelectorAll("[data-lost-cell]"))
    if (document.getElementById(note.dataset.lostCell).dataset.state === note.dataset.wished) takeAway(note);
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

function wordsOf({ sentence, remedy }) {
  const words = [`${sentence} `];
  if (remedy) words.push(Object.assign(document.createElement("a"), { href: remedy.address, textContent: remedy.text }));
  return words;
}

// Said in the row where it happened; what has no row of its own is said in the bar of the last click.
function showRefused(refused) {
  const seen = new Set();
  for (const no of refused) {
    const cell = document.getElementById(no.cell);
    if (cell) mark(cell, "back");
    if (seen.has(no.row + no.sentence)) continue;
    seen.add(no.row + no.sentence);
    const slot = no.row && document.getElementById(`${no.row}r`);
    if (slot) {
      const note = Object.assign(document.createElement("p"), { className: "no" });
      note.append(...wordsOf(no));
      if (no.wished) Object.assign(note.dataset, { lostCell: no.cell, wished: no.wished });
      slot.querySelector("td").append(note);
      slot.hidden = false;
    } else {
      showUndo({ said: no.sentence });
      undoSaid.replaceChildren(...wordsOf(no));
    }
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

function takeAway(note) {
  const slot = note.closest("tr");
  note.remove();
  slot.hidden = !slot.querySelector("td").childElementCount;
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

// It outlives the page: whoever leaves takes no click back.
const post = body => fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", keepalive: true });

// The sentence of a click nobody granted: of the portal where it answered, else that it may be lost.
async function answerTo({ body }) {
  try {
    const answer = await post(body);
    const told = await answer.json();
    if (answer.ok) return { told };
    if (told.sentence) return { no: { sentence: told.sentence, remedy: told.remedy } };
  } catch {
    // No network, or an answer that is not the portal's.
  }
  return { no: { sentence: form.dataset.lost }, lost: true };
}

async function send(click) {
  const { button, before } = click;
  const { told, no, lost } = await answerTo(click);
  asked.delete(click);
  button.removeAttribute("data-busy");
  const known = meanwhile.get(button.id);
  meanwhile.delete(button.id);
  if (told) {
    showAnswer(button, told);
    return;
  }
  if (known) showCell(button, known);
  else if (before) draw(button, before);
  if (button === undoButton) {
    showUndo({ key: lost ? button.value : null, said: no.sentence });
    undoSaid.replaceChildren(...wordsOf(no));
    undoSaid.focus({ preventScroll: true });
    said.textContent = no.sentence;
  } else showRefused([{ ...no, row: button.closest("tr").id, cell: before && button.id, wished: lost && before && next[before] }]);
}

function showAnswer(button, told) {
  showCells(told.cells);
  showActions(told.actions, told.notes);
  showBooklets(told.booklets);
  seen.value = told.seen;
  if (!asked.size) {
    showUndo(told.undo);
    document.dispatchEvent(new Event("planning:changed"));
  }
  showRefused(told.refused);
  if (button === undoButton && told.refused.length) document.getElementById(told.refused[0].cell)?.focus();
  else if (button === undoButton) undoSaid.focus({ preventScroll: true });
  if (told.refused.length) return;
  if (button === undoButton) said.textContent = undoSaid.textContent;
  else said.textContent = isCell(button) ? button.querySelector(".vh").textContent : form.dataset.done;
}

form?.addEventListener("submit", event => {
  event.preventDefault();
  const button = event.submitter;
  if (!button?.value || isBusy(button)) return;
  const body = new URLSearchParams(new FormData(form, button));
  const before = isCell(button) ? button.dataset.state : null;
  clearRefused(button.closest("tr"));
  if (button !== undoButton) showUndo({});
  button.setAttribute("data-busy", "");
  if (before) {
    draw(button, next[before]);
    if (before === "Free") mark(button, "torn");
  }
  const click = { button, body, before };
  asked.add(click);
  line = line.then(() => send(click));
});

// Clicks that wait for their turn leave with the page; one that is sent twice is done once, by its key.
addEventListener("pagehide", () => {
  for (const { body } of asked) post(body).catch(() => {});
});
