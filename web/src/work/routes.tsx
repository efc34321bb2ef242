// The addresses of people who work on evaluations: tasks, the case, the school's and the secretariat's screens.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../app/root';

const getParentRoute = () => root;

export const workRoutes = [
  createRoute({
    getParentRoute,
    path: '/work',
    component: lazyRouteComponent(() => import('./WorkScreen'), 'WorkScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number',
    component: lazyRouteComponent(() => import('./case/CaseScreen'), 'CaseScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/criteria/$code',
    component: lazyRouteComponent(() => import('./school/CriterionScreen'), 'CriterionScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/accuracy',
    component: lazyRouteComponent(() => import('./school/AccuracyScreen'), 'AccuracyScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/panel',
    component: lazyRouteComponent(() => import('./secretary/PanelScreen'), 'PanelScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/surveys',
    component: lazyRouteComponent(() => import('./surveys/SurveysScreen'), 'SurveysScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/work/$number/surveys/new',
    component: lazyRouteComponent(() => import('./surveys/NewSurveyScreen'), 'NewSurveyScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases',
    component: lazyRouteComponent(() => import('./secretary/CasesScreen'), 'CasesScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/chosen',
    component: lazyRouteComponent(() => import('./bulk/ChosenScreen'), 'ChosenScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/retention',
    component: lazyRouteComponent(() => import('./secretary/RetentionScreen'), 'RetentionScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/letters',
    component: lazyRouteComponent(() => import('./secretary/LettersScreen'), 'LettersScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/acts',
    component: lazyRouteComponent(() => import('./bulk/BulkActsScreen'), 'BulkActsScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/acts/$id',
    component: lazyRouteComponent(() => import('./bulk/BulkActScreen'), 'BulkActScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/frameworks',
    component: lazyRouteComponent(() => import('./frameworks/FrameworksScreen'), 'FrameworksScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/frameworks/crosswalk',
    component: lazyRouteComponent(() => import('./frameworks/CrosswalkScreen'), 'CrosswalkScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/frameworks/drafts/$id',
    component: lazyRouteComponent(() => import('./frameworks/DraftScreen'), 'DraftScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/calls',
    component: lazyRouteComponent(() => import('./secretary/CallsScreen'), 'CallsScreen'),
  }),
  createRoute({
    getParentRoute,
    path: '/cases/new',
    component: lazyRouteComponent(() => import('./secretary/NewCaseScreen'), 'NewCaseScreen'),
  }),
];
