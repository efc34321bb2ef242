// The addresses where evidence is read: an expert's desk, the documents of a case for everybody in it, and one that is redacted.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root';

export const deskRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/work/$number/desk',
    component: lazyRouteComponent(() => import('./DeskScreen'), 'DeskScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/work/$number/evidence',
    component: lazyRouteComponent(() => import('./EvidenceScreen'), 'EvidenceScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/work/$number/redact',
    component: lazyRouteComponent(() => import('./RedactScreen'), 'RedactScreen'),
  }),
];
