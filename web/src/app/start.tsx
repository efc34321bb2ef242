// Where the client begins.
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import '../design/base.css';
import { client } from './graph';
import { router } from './router';

const place = document.getElementById('areopag');
if (!place) throw new Error('index.html has no #areopag');

// A page that was served whole is read until the screen in its place is there.
const served = document.getElementById('served');
if (served) {
  const waiting = new MutationObserver(() => {
    if (!place.querySelector('h1')) return;
    served.remove();
    waiting.disconnect();
  });
  waiting.observe(place, { childList: true, subtree: true });
}

// Screens bring their own titles; a browser shows the first one it finds.
document.querySelector('title')?.remove();

createRoot(place).render(
  <StrictMode>
    <Provider value={client}>
      <RouterProvider router={router} />
    </Provider>
  </StrictMode>,
);
