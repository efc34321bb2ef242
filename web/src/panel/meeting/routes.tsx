// The address of a meeting of the commission.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root';

export const meetingRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/meetings/$number',
    component: lazyRouteComponent(() => import('./MeetingScreen'), 'MeetingScreen'),
  }),
];
