// Sets the theme and the language before the first paint, so that nothing flashes.
(function () {
  var root = document.documentElement;
  var theme, language;
  try {
    theme = localStorage.getItem('kosmos.theme');
    language = localStorage.getItem('kosmos.language');
  } catch (refused) {
    theme = language = null; // Storage is switched off: follow the system.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = theme;
  if (language === 'en') root.lang = 'en';
})();
