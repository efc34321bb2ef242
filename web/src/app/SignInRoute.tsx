// The address of the sign-in screen.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './root';

export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, problem }: Record<string, unknown>): { next?: string; problem?: string } => ({
    next: innerPath(next),
    problem: typeof problem === 'string' ? problem : undefined,
  }),
  component: lazyRouteComponent(() => import('./SignInScreen'), 'SignInScreen'),
});

/** Only an address inside the client may follow, never another site. */
function innerPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined;
}
