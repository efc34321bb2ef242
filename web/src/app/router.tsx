// Joins the screens of all rooms. Search parameters are plain strings: what stands in the address is what a screen reads.
import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from '../account/routes';
import { Page } from '../design/Page';
import { Skeleton } from '../design/Skeleton';
import { observerRoutes } from '../observer/routes';
import { panelRoutes } from '../panel/routes';
import { workRoutes } from '../work/routes';
import { arrival } from './arrival';
import { FailureScreen } from './FailureScreen';
import { root } from './root';
import { signInRoute } from './SignInRoute';

export const router = createRouter({
  routeTree: root.addChildren([
    signInRoute,
    ...observerRoutes,
    ...workRoutes,
    ...panelRoutes,
    ...accountRoutes,
  ]),
  scrollRestoration: true,
  defaultErrorComponent: FailureScreen,
  defaultPendingComponent: () => (
    <Page>
      <Skeleton head lines={6} />
    </Page>
  ),
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: writeSearch,
});

function writeSearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(parts).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text && `?${text}`;
}

router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) arrival.begin();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
