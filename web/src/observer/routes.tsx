// The addresses that need no account.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../app/root';

const getParentRoute = () => root;

export const observerRoutes = [
  createRoute({
    getParentRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./HomeScreen'), 'HomeScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/schools',
    component: lazyRouteComponent(() => import('./SchoolsScreen'), 'SchoolsScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/schools/$id',
    component: lazyRouteComponent(() => import('./SchoolScreen'), 'SchoolScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/publications/$number',
    component: lazyRouteComponent(() => import('./PublicationScreen'), 'PublicationScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/territories/$id',
    component: lazyRouteComponent(() => import('./TerritoryScreen'), 'TerritoryScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/competitions/$id',
    component: lazyRouteComponent(() => import('./CompetitionScreen'), 'CompetitionScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/methods',
    component: lazyRouteComponent(() => import('./MethodsScreen'), 'MethodsScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/methods/$framework',
    component: lazyRouteComponent(() => import('./MethodScreen'), 'MethodScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/compare',
    component: lazyRouteComponent(() => import('./CompareScreen'), 'CompareScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/data',
    component: lazyRouteComponent(() => import('./DataScreen'), 'DataScreen'),
  }),
];
