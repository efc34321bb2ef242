// Which cases the address of the secretary's list asks for; the list and acts in all it shows ask the same.

export const EVERY = 'every';

export function filterOf(read: (name: string) => string) {
  const stage = read('stage');
  return {
    state: stage && stage !== EVERY ? stage : null,
    underWay: stage ? null : true,
    search: read('q') || null,
  };
}
