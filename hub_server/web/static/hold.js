// Tells the hub that the page of a case in hand was left, so that colleagues need not wait for it long; or that it is
// open (again): a page that only loads anew is left and opened, in either order. Without scripts a case is free after
// its time, or when it is given back.
(() => {
  const form = document.getElementById("hold");
  if (!form) return;
  const tell = (what) => navigator.sendBeacon(form.dataset.url + what, new URLSearchParams(new FormData(form)));
  for (const ms of [3000, 30000]) setTimeout(() => tell("stay"), ms);
  addEventListener("pagehide", () => tell("leave"));
})();
