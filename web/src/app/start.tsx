// Where the client begins.
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import '../design/base.css';
import { client } from './graph';
import { heedMissingScreens } from './missing';
import { router } from './router';
import { forgetServedPage, takeOver } from './takeover';

heedMissingScreens(() => location.reload());

const place = document.getElementById('areopag');
if (!place) throw new Error('index.html has no #areopag');

// A page that was served whole is read until the screen in its place is there.
const served = document.getElementById('served');
if (served) takeOver(served, place);

const stop = router.subscribe('onResolved', ({ fromLocation, hrefChanged }) => {
  if (!fromLocation || !hrefChanged) return;
  forgetServedPage();
  stop();
});

// Screens bring their own titles; a browser shows the first one it finds.
document.querySelector('title')?.remove();

createRoot(place).render(
  <StrictMode>
    <Provider value={client}>
      <RouterProvider router={router} />
    </Provider>
  </StrictMode>,
);
