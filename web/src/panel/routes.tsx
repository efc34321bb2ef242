// The addresses of panel and commission.
import { leadRoutes } from './lead/routes';
import { meetingRoutes } from './meeting/routes';

export const panelRoutes = [...leadRoutes, ...meetingRoutes];
