// Sets theme and language before the first paint; a file of its own because inline scripts are forbidden.
function recall(key, allowed, apply) {
  try {
    const word = localStorage.getItem(key);
    if (allowed.includes(word)) apply(word);
  } catch {
    // Storage may be closed to us; the default stands.
  }
}
recall('areopag.theme', ['light', 'dark'], (theme) => {
  document.documentElement.dataset.theme = theme;
});
if (!new URLSearchParams(location.search).has('lang')) {
  recall('areopag.language', ['ru', 'en'], (language) => {
    document.documentElement.lang = language;
  });
}
