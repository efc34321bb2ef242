// The code by which a page shows a badge.

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign);
}

/** HTML without a script or a frame: a picture that leads to the school's page. */
export function badgeCode(leadsTo: string, picture: string, alt: string): string {
  return `<a href="${escaped(leadsTo)}"><img src="${escaped(picture)}" alt="${escaped(alt)}" width="340" height="72"></a>`;
}
