// The addresses of one's own account, and of the doors that letters lead to.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../app/root';

const getParentRoute = () => root;

export const accountRoutes = [
  createRoute({
    getParentRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('./AccountScreen'), 'AccountScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/invitations',
    component: lazyRouteComponent(() => import('./InvitationsScreen'), 'InvitationsScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./InvitationScreen'), 'InvitationScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/forgotten',
    component: lazyRouteComponent(() => import('./ForgottenScreen'), 'ForgottenScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/reset',
    component: lazyRouteComponent(() => import('./ResetScreen'), 'ResetScreen'),
  }),
];
