// The screens of this room.
export const observerRoutes = [] as const;
