// Remembers that the person has just come to a new address, so that its heading takes the focus once it is there.
let fresh = false;

export const arrival = {
  begin: () => {
    fresh = true;
  },
  /** True once per arrival, and only while the person has not already begun to do something on the page. */
  take: () => {
    const was = fresh;
    fresh = false;
    const busy = document.activeElement?.closest('main, input, textarea, select');
    return was && !busy;
  },
};
