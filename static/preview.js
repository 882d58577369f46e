// Shows a .docx of this app as pages; only its own files are asked for, nothing of them is run.
"use strict";
(() => {
  const frame = document.getElementById("paper");
  const say = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    frame.replaceChildren(line);
  };
  const show = async () => {
    const answer = await fetch(frame.dataset.paper);
    if (!answer.ok) throw new Error(String(answer.status));
    const content = await answer.blob();
    frame.replaceChildren();
    await window.docx.renderAsync(content, frame, null, {
      renderAltChunks: false,
      inWrapper: true,
      ignoreLastRenderedPageBreak: false,
    });
    window.dispatchEvent(new Event("resize")); // the frame may scroll now
  };
  show().catch(() => say("Chưa xem được ở đây. Hãy bấm Tải .docx rồi mở bằng Word."));
})();
