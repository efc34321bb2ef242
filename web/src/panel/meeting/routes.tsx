// The addresses of the commission's meetings and sittings.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root';

export const meetingRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/meetings/$number',
    component: lazyRouteComponent(() => import('./MeetingScreen'), 'MeetingScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sittings',
    component: lazyRouteComponent(() => import('./SittingsScreen'), 'SittingsScreen'),
  }),
];
