// The address of an expert's desk.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root';

export const deskRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/work/$number/desk',
    component: lazyRouteComponent(() => import('./DeskScreen'), 'DeskScreen'),
  }),
];
