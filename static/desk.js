// The desk's own haste: keys, what a procedure fills in, one tap at a time, and a line that says when nothing was saved.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const alarm = (text) => { byId("alert").textContent = text; };
  const CUT = "Chưa lưu được: mất kết nối với máy chủ. Ghi tạm ra phiếu trống đã in hoặc giấy; khi có lại, bấm “Cập nhật sau”.";
  const line = () => byId("line");
  const field = (name) => (line() ? line().querySelector(`select[name="${name}"], input[name="${name}"]`) : null);
  const chosen = () => {
    const select = field("procedure");
    return select && select.value ? select.selectedOptions[0] : null;
  };

  // Choosing a procedure fills in what usually follows; what was chosen by hand stays until then.
  const due = () => {
    const option = chosen();
    const box = field("due_on");
    const received = field("outcome").value === "RECEIVED";
    const counted = (option && option.dataset.due) || "";
    const idle = field("outcome").value === "SETTLED" ? "trả ngay" : "không hẹn";
    box.placeholder = received ? counted || "chưa có hạn chuẩn" : idle;
    const words = byId("counting");
    words.textContent = (received && option && option.dataset.counting) || "";
    words.hidden = !words.textContent;
  };
  const fill = () => {
    const option = chosen();
    byId("unit").textContent = option ? option.dataset.unit : "việc";
    if (option) field("outcome").value = option.dataset.outcome;
    due();
  };
  document.addEventListener("change", ({ target }) => {
    if (target.form !== line() || !line()) return;
    if (target.name === "procedure") fill();
    if (target.name === "outcome") due();
  });

  // One tap counts once, however the mouse bounces.
  const say = (text) => byId("status").replaceChildren(Object.assign(document.createElement("p"), { className: "soft", textContent: text }));
  let slow; // one for all: the form that began it may be gone when the answer comes
  const hold = (form, held) => {
    form.counting = held;
    clearTimeout(slow);
    if (held) slow = setTimeout(say, 8000, "Mạng chậm, vẫn đang gửi…");
    form.querySelectorAll("button").forEach((button) => {
      if (held) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("tally" in form.dataset)) return;
    if (form.counting) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      hold(form, true);
    }
  }, true);
  // The second half of a double click counts nobody, and that is told. When the first half is counted the
  // buttons are new, so the browser knows nothing of it: half a second goes by. Keys (detail 0) need none.
  let clicked = {};
  document.addEventListener("click", (event) => {
    const button = event.detail && event.target.closest("[data-tally] button");
    if (!button) return;
    const now = { what: button.name + button.value, at: event.timeStamp };
    if (now.what !== clicked.what || now.at - clicked.at > 500) {
      clicked = now;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    say("Bấm liền hai lần chỉ đếm một. Muốn đếm thêm thì bấm lại.");
  }, true);
  const free = () => {
    clicked.at = performance.now();
    document.querySelectorAll("[data-tally]").forEach((form) => hold(form, false));
  };
  window.addEventListener("pageshow", free);
  document.addEventListener("htmx:afterRequest", free);

  // The line below the buttons stands when it says something new, so that it is read out.
  let pressed = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const at = document.activeElement;
    pressed = at && at.closest("[data-tally]") && at.name ? `[data-tally] [name="${at.name}"][value="${at.value}"]` : null;
  });
  const PLAIN = document.title;
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const wrong = document.querySelector(".errors");
    document.title = wrong ? `Lỗi: ${PLAIN.replace("Lỗi: ", "")}` : PLAIN.replace("Lỗi: ", "");
    const said = byId("status") && byId("status").firstElementChild;
    if (said) setTimeout(() => { if (said.parentNode) said.parentNode.append(said); }, 100); // another tap may have come
    if (wrong && line()) due();
    if (wrong) return;
    if (target.id === "desk") begin();
    else if (document.activeElement === document.body && !isNarrow()) byId("procedure").focus();
  });
  // Before the page settles, so that nothing else takes the focus and scrolls away.
  document.addEventListener("htmx:afterSwap", () => {
    const again = pressed && document.querySelector(pressed);
    if (document.activeElement !== document.body) return;
    if (again) again.focus({ preventScroll: true });
    else if (pressed) goTo(document.querySelector("#tally [data-focus]")); // closed meanwhile: no button is left
  });
  // At once: a page still gliding closes the list of suggestions under the typing.
  const goTo = (node) => {
    if (!node) return;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  // On a telephone the page opens at its top: the buttons are used there, and a focus would scroll past them.
  const isNarrow = () => window.matchMedia("(max-width: 640px)").matches;
  const begin = () => {
    if (!line()) return;
    due();
    if (!isNarrow()) goTo(byId("hour") || byId("procedure"));
  };

  // Nothing typed is lost: the page stays, and says so.
  const cut = ({ target }) => { if (target.matches("form:not([role=search])")) setTimeout(alarm, 0, CUT); };
  document.addEventListener("htmx:sendError", cut);
  document.addEventListener("htmx:timeout", cut);
  window.addEventListener("offline", () => alarm(CUT));
  window.addEventListener("online", () => { if (byId("alert").textContent === CUT) alarm(""); });

  // Keys by their place on the board: typing programs change the letters.
  const DIGIT = /^Digit([0-8])$/;
  const press = (button) => { if (button) button.click(); };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    if (event.ctrlKey && event.key === "Enter" && line()) {
      event.preventDefault();
      line().requestSubmit();
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const [, digit] = DIGIT.exec(event.code) || [];
    if (digit) press(digit === "0" ? byId("undo") : document.querySelector(`[data-digit="${digit}"]`));
    else if (event.code === "KeyN") goTo(byId("procedure"));
    else if (event.code === "KeyK") goTo(byId("sought"));
    else return;
    event.preventDefault();
  });

  if (isNarrow() && !location.hash) { // before the browser gives the focus away, or just after
    byId("main").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  if (line()) due();
  if (!document.querySelector(".errors")) begin();
})();
