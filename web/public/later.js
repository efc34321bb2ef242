// On a page that came whole from the server, the client waits until somebody does something.
// A file of its own because inline scripts are forbidden.
const { client, language: spoken } = document.currentScript.dataset;
const signs = ['pointerdown', 'pointermove', 'keydown', 'touchstart', 'wheel', 'focusin'];

function begin({ type, movementX, movementY } = {}) {
  // The browser's own word of where the mouse rests is no sign of somebody.
  if (type === 'pointermove' && !movementX && !movementY) return;
  for (const sign of signs) removeEventListener(sign, begin, true);
  const script = document.createElement('script');
  script.type = 'module';
  script.src = client;
  document.head.append(script);
}

function wanted() {
  if (new URLSearchParams(location.search).has('lang')) return spoken;
  try {
    return localStorage.getItem('areopag.language');
  } catch {
    return null;
  }
}

if ((wanted() ?? spoken) !== spoken) begin();
else for (const sign of signs) addEventListener(sign, begin, { capture: true, passive: true });
