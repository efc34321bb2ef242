// The screens of this room.
export const panelRoutes = [] as const;
