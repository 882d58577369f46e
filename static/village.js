/*
 * A village's page where the signal comes and goes: what was pressed is sent in the background, so that the page stays
 * and says when it could not be sent. Without this file, or in an old browser, the forms are sent as always.
 */
(function () {
  "use strict";
  var LIMIT = 20000; // milliseconds a weak signal is waited for
  var lost = document.getElementById("lost");
  if (!lost || !window.fetch || !window.FormData || !window.URLSearchParams || !window.AbortController) return;

  function send(form, button) {
    var sent = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { sent.append(name, value); });
    sent.append(button.name, button.value);
    var limit = new AbortController();
    var timer = setTimeout(function () { limit.abort(); }, LIMIT);
    button.setAttribute("aria-disabled", "true");
    fetch(form.action, { method: "POST", body: sent, signal: limit.signal, credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw answer;
        location.replace(form.action);
      })
      .catch(function (fault) {
        button.removeAttribute("aria-disabled");
        if (fault instanceof Response) {
          form.setAttribute("data-plain", ""); // the server says what is wrong: let its page be shown
          button.click();
        } else {
          lost.hidden = false;
          lost.scrollIntoView();
        }
      })
      .then(function () { clearTimeout(timer); });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (!button || form.hasAttribute("data-plain")) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return; // it is on its way
    lost.hidden = true;
    send(form, button);
  });
})();
