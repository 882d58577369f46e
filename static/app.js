// What the pages gain when scripts run. No work needs it; nothing is stored in the browser.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const on = (names, act, first) => names.split(" ").forEach((name) => document.addEventListener(name, act, first));
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const mark = (node, values) => Object.keys(values).forEach((name) => node.setAttribute(name, values[name]));
  const say = (text) => byId("status").replaceChildren(...(text ? [make("p", { className: "toast", textContent: text })] : []));
  const alarm = (text) => { byId("alert").textContent = text; };

  // Long work shows that it goes on.
  const waiting = (form, hidden) => form.querySelectorAll("[data-waiting]").forEach((part) => { part.hidden = hidden; });

  // Sending: once, and saying so. A second press does nothing until the first is answered.
  const release = (form) => {
    if (!form || !form.held) return;
    const { button, words, timers } = form.held;
    timers.forEach(clearTimeout);
    button.textContent = words;
    ["aria-disabled", "style"].forEach((name) => button.removeAttribute(name));
    form.held = null;
    waiting(form, true);
  };
  on("submit", (event) => {
    const form = event.target;
    if (!("once" in form.dataset)) return;
    if (form.held) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const button = event.submitter || form.querySelector("[type=submit]");
    const slow = setTimeout(() => say("Mạng chậm, vẫn đang gửi…"), 8000);
    const over = setTimeout(() => { release(form); say(""); }, 60000);
    form.held = { button, words: button.textContent, timers: [slow, over] };
    form.typed = false;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy || "Đang lưu…";
    waiting(form, false);
  }, true);
  window.addEventListener("pageshow", () => all("form").forEach(release));

  // Enter inside a syllable being composed belongs to the typing program.
  let composing = false;
  on("compositionstart compositionend", (event) => { composing = event.type === "compositionstart"; });
  on("keydown", (event) => {
    if (event.key === "Enter" && (composing || event.isComposing || event.keyCode === 229)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // Text typed and not sent.
  on("input", ({ target: { form } }) => { if (form && "guard" in form.dataset) form.typed = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!all("[data-guard]").some((form) => form.typed)) return;
    event.preventDefault();
    event.returnValue = "typed"; // Chrome before 119 asks for it
  });

  // htmx: faults are said, focus is not lost. A header HX-Trigger {"notice": "…"} says what was done.
  const FAULTS = {
    403: "Chưa lưu: tài khoản này không làm được việc này. Gọi Trung tâm nếu cần.",
    404: "Trang này không còn. Tải lại trang rồi làm tiếp.",
    413: "Chưa gửi được: tệp quá lớn.",
    429: "Bấm nhiều lần quá nhanh. Đợi một phút rồi bấm lại.",
    507: "Chưa lưu được: máy chủ hết chỗ trống. Gọi người quản trị.",
  };
  const BROKEN = "Chưa lưu được: máy chủ gặp lỗi. Phần đã nhập còn trên trang; bấm lại sau.";
  on("htmx:sendError htmx:timeout", () => alarm("Chưa gửi được: mất kết nối. Bấm lại sau."));
  on("htmx:responseError", ({ detail }) => alarm(FAULTS[detail.xhr.status] || BROKEN));
  on("htmx:beforeRequest", () => { say(""); alarm(""); });
  on("htmx:beforeSwap", ({ detail }) => {
    release(detail.requestConfig.elt.closest("form"));
    all("[style]").forEach((node) => node.removeAttribute("style")); // htmx would copy it, which the CSP forbids
  });
  on("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt.closest("form");
    release(form);
    if (detail.successful) stayed();
    else if (form) form.typed = true;
  });
  on("notice", ({ detail }) => say(detail.value));
  on("htmx:afterSettle", ({ target }) => {
    enhance();
    const goal = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
    if (goal || document.activeElement === document.body) focus(goal || target);
  });
  const focus = (goal) => {
    if (goal.tabIndex < 0) goal.tabIndex = -1;
    goal.focus();
  };

  // The sign-in about to end: asked two minutes before; other tabs at work count.
  const dialog = byId("timeout");
  const tabs = window.BroadcastChannel && new BroadcastChannel("stayed");
  let since, asked;
  const stayed = (heard) => {
    since = Date.now();
    asked = false;
    if (dialog && dialog.open) dialog.close();
    if (tabs && !heard) tabs.postMessage(1);
  };
  const watch = () => {
    const left = since + dialog.dataset.minutes * 60000 - Date.now();
    if (left <= 0 && asked !== "over") {
      asked = "over";
      dialog.close();
      alarm("Phiên làm việc đã hết. Bấm gửi: phần đang nhập được giữ 24 giờ; đăng nhập lại để làm tiếp.");
    } else if (left > 0 && left <= 120000 && !asked) {
      asked = "soon";
      const end = new Date(Date.now() + left);
      dialog.querySelector("b").textContent = `${end.getHours()} giờ ${String(end.getMinutes()).padStart(2, "0")}`;
      dialog.showModal();
    }
  };
  const extend = async (event) => {
    event.preventDefault();
    const form = event.target;
    const how = { method: "POST", body: new FormData(form), redirect: "manual", headers: { "HX-Request": "true" } };
    const answer = await fetch(form.action, how).catch(() => ({}));
    const done = answer.ok || answer.type === "opaqueredirect";
    if (done) stayed();
    else dialog.close();
    if (done) say("Đã ở lại. Làm tiếp được.");
    else alarm("Chưa ở lại được. Bấm gửi phần đang nhập ngay.");
  };
  stayed();
  if (tabs) tabs.onmessage = () => stayed(true);
  if (dialog && dialog.showModal) {
    dialog.querySelector("form").addEventListener("submit", extend);
    setInterval(watch, 1000);
  }

  // Buttons that only scripts can serve. Copying works on plain HTTP too.
  const copy = (button) => {
    const box = byId(button.dataset.copy);
    const hand = make("textarea", { value: box.value, className: "visually-hidden" });
    document.body.append(hand);
    hand.select();
    const done = document.execCommand("copy");
    hand.remove();
    button.focus();
    if (!done) {
      if (box.closest("details")) box.closest("details").open = true;
      box.select();
    }
    button.nextElementSibling.textContent = done ? button.dataset.said : "Bấm Ctrl+C để sao chép.";
  };
  const reveal = (button) => {
    const field = byId(button.dataset.show);
    field.type = field.type === "text" ? "password" : "text";
    button.textContent = field.type === "text" ? "Ẩn" : "Hiện";
    button.setAttribute("aria-label", `${button.textContent} mật khẩu`);
  };
  on("click keydown", (event) => {
    const { target, type, key } = event;
    const button = type === "click" && target.closest("button");
    if (button && button.dataset.copy) copy(button);
    if (button && button.dataset.show) reveal(button);
    if (button && "print" in button.dataset) window.print();
    all(".person[open]").forEach((menu) => {
      if (key === "Escape") menu.firstElementChild.focus();
      if (key === "Escape" || (type === "click" && !menu.contains(target))) menu.open = false;
    });
  });

  // A select of people becomes a box to type part of a name in, with or without marks; the select keeps the value.
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().trim();
  const matches = (query, name) => {
    const plain = fold(name);
    return plain.includes(query) || plain.split(/\s+/).map((word) => word[0]).join("").includes(query);
  };
  const picker = (select) => {
    const { id } = select;
    const blank = [...select.options].find((option) => !option.value);
    const chosen = () => (select.value ? select.selectedOptions[0].text : "");
    const frame = make("div", { className: select.className.replace("form-select", "picker") });
    const list = make("ul", { id: `${id}-list`, hidden: true });
    // What fits nobody is sent beside the select, so that the server can say so and give it back.
    const input = make("input", { value: chosen() || select.dataset.typed || "", name: `${select.name}-typed`, className: select.className.replace("form-select", "form-control") });
    mark(input, { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id });
    mark(list, { role: "listbox", "aria-label": select.labels[0].textContent });
    ["aria-describedby", "aria-invalid", "autofocus"].filter((name) => select.hasAttribute(name))
      .forEach((name) => input.setAttribute(name, select.getAttribute(name)));
    if (blank) input.placeholder = blank.text;
    let shown = [];
    let at = -1;

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (option) => {
      select.value = option.value;
      input.value = chosen();
      select.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };
    const point = (to) => {
      at = (to + shown.length) % shown.length;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === at));
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const open = (query) => {
      close();
      at = -1;
      const found = [...select.options].filter((option) => option.value && matches(query, option.text));
      // "Lê Thị Trung, Phòng Kinh tế" comes before everybody of the Trung tâm.
      const named = query ? found.filter((option) => matches(query, option.text.split(",")[0])) : [];
      shown = named.length ? named : found;
      list.replaceChildren(...(shown.length ? shown : [null]).map((option, i) => {
        const item = make("li", { id: `${list.id}-${i}`, textContent: option ? option.text : "Không có tên này." });
        mark(item, { role: "option", "aria-selected": "false" });
        item.addEventListener("mousedown", (event) => { event.preventDefault(); if (option) take(option); });
        return item;
      }));
      const { top, bottom, left, width } = input.getBoundingClientRect();
      const above = window.innerHeight - bottom < 240 && top > window.innerHeight - bottom;
      Object.assign(list.style, { left: `${left}px`, width: `${width}px` });
      Object.assign(list.style, above ? { top: "auto", bottom: `${window.innerHeight - top + 2}px` } : { top: `${bottom + 2}px`, bottom: "auto" });
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    input.addEventListener("input", () => {
      if (blank) select.value = "";
      open(fold(input.value));
    });
    input.addEventListener("click", () => { if (list.hidden) open(""); });
    on("scroll", (event) => { if (event.target !== list) close(); }, true);
    input.addEventListener("blur", () => {
      if (!select.value && input.value && shown.length === 1) take(shown[0]);
      if (!blank) input.value = chosen();
      close();
    });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && list.hidden) open(select.value ? "" : fold(input.value));
      if (step && shown.length) point(at < 0 && step < 0 ? -1 : at + step);
      else if (event.key === "Enter" && !list.hidden && shown.length) take(shown[Math.max(at, 0)]);
      else if (event.key === "Escape" && !list.hidden) close();
      else if (!step) return;
      event.preventDefault();
    });

    select.before(frame);
    frame.append(input, list, select);
    select.id = `${id}-choice`;
    input.id = id;
    select.hidden = true;
    close();
  };

  // At load, and again for what htmx brings.
  const enhance = () => {
    all("[data-copy][hidden], [data-show][hidden], [data-print][hidden]").forEach((button) => { button.hidden = false; });
    all("select[data-filter]:not([hidden])").forEach(picker);
    reach();
  };
  // A frame that scrolls is a stop of the keyboard; turning a telephone changes which do.
  const reach = () => all(".table-frame").forEach((frame) => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  });
  window.addEventListener("resize", reach);
  enhance();
  const goal = document.querySelector("[data-focus]");
  if (goal) focus(goal);
  const notice = byId("status") && byId("status").firstElementChild;
  if (notice) setTimeout(() => { if (notice.parentNode) notice.parentNode.append(notice); }, 100);
})();
