// The basket with a script: one more, one less, a round number, and the total as it grows. The server decides all the same.
const form = document.querySelector("form[data-basket]");
const total = form?.querySelector("[data-total]");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const most = 999;

const quantity = input => input.type === "checkbox" ? Number(input.checked) : /^\d{1,4}$/.test(input.value.trim()) ? Math.min(most, Number(input.value)) : 0;

function count() {
  let cents = 0;
  for (const input of form.querySelectorAll("input[data-cents]")) cents += quantity(input) * Number(input.dataset.cents);
  total.querySelector("output").textContent = euros.format(cents / 100);
}

if (form) {
  // The total is under the reader's eyes: no page has to show it before the payment.
  form.querySelector("[data-total-after]")?.remove();
  for (const hidden of form.querySelectorAll(".step, .quick, [data-total]")) hidden.hidden = false;
  form.addEventListener("input", count);
  form.addEventListener("click", event => {
    const button = event.target.closest("[data-step], [data-set]");
    if (!button) return;
    const input = button.closest(".stall").querySelector("input[data-cents]");
    input.value = button.dataset.set ?? Math.max(0, Math.min(most, quantity(input) + Number(button.dataset.step)));
    count();
  });
  count();
}
