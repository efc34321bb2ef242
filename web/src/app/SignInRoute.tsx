// The address of the sign-in screen.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './root';

/** `problem` is what went wrong at a provider, `step` the ways of a second step that follows it. */
type Search = { next?: string; problem?: string; step?: string };

export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, problem, step }: Record<string, unknown>): Search => ({
    next: innerPath(next),
    problem: typeof problem === 'string' ? problem : undefined,
    step: typeof step === 'string' ? step : undefined,
  }),
  component: lazyRouteComponent(() => import('./SignInScreen'), 'SignInScreen'),
});

/** Only an address inside the client may follow, never another site. */
function innerPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined;
}
