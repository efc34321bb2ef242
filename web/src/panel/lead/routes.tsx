// The addresses of the panel's common work.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root';

const getParentRoute = () => root;

export const leadRoutes = [
  createRoute({
    getParentRoute,
    path: '/work/$number/matrix',
    component: lazyRouteComponent(() => import('./MatrixScreen'), 'MatrixScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/checklist',
    component: lazyRouteComponent(() => import('../checklist/ChecklistScreen'), 'ChecklistScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/report',
    component: lazyRouteComponent(() => import('./ReportScreen'), 'ReportScreen'),
  }),
];
