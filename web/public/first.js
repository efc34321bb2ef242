// Sets theme and language before the first paint; a file of its own because inline scripts are forbidden.
try {
  var theme = localStorage.getItem('areopag.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  var language = localStorage.getItem('areopag.language');
  if (language === 'ru' || language === 'en') document.documentElement.lang = language;
} catch {
  // Storage may be closed to us; the defaults stand.
}
