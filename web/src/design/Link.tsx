// A link inside the client: an ordinary address, followed without reloading, its screen fetched when pointed at.
import { type AnyRoute, useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

export function Link({ href, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const inside = href.startsWith('/') && !/^\/(files|published|graphql)/.test(href) && !rest.download;

  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!inside || !plain || rest.target || event.defaultPrevented) return;
    event.preventDefault();
    router.history.push(href);
  }
  function prepare() {
    if (!inside) return;
    for (const match of router.matchRoutes(href.split('?')[0] ?? href, {})) {
      const route = (router.routesById as Record<string, AnyRoute>)[match.routeId];
      if (route) void router.loadRouteChunk(route);
    }
  }
  return <a {...rest} href={href} onClick={follow} onPointerEnter={prepare} onFocus={prepare} />;
}
