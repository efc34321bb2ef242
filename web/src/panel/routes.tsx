// The addresses of panel and commission.
import { deskRoutes } from './desk/routes';
import { leadRoutes } from './lead/routes';
import { meetingRoutes } from './meeting/routes';

export const panelRoutes = [...deskRoutes, ...leadRoutes, ...meetingRoutes];
