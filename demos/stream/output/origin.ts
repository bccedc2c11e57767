import { isIP } from 'node:net';

export interface OriginRule {
  /** The name or address that the server was told to listen on. */
  readonly host: string;
  /** Origins that may connect beside those of this machine, as in `https://example.org`. */
  readonly origins: readonly string[];
}

/**
 * Why a page may not connect, if it may not. Only browsers send an origin, and they always do. A page may connect that
 * comes from this machine itself (a loopback name), from the host that it asks, or from an origin that was allowed. The
 * host asked must be an address or the one that was given: any other name could be one that its owner has pointed here.
 */
export function originRefusal(
  origin: string | undefined,
  asked: string | undefined,
  { host, origins }: OriginRule,
): string | undefined {
  if (origin === undefined || origins.includes(origin)) return undefined;
  const name = hostname(origin);
  if (name && isLoopback(name)) return undefined;
  const server = hostname(`http://${asked}`);
  if (name && name === server && (isIP(bare(server)) || server === host)) return undefined;
  return `origin ${origin} is not allowed, see --origins`;
}

/** Whether a name or address is this machine's own. */
export function isLoopback(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  );
}

function hostname(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined;
}

function bare(name: string): string {
  return name.replace(/^\[(.*)\]$/, '$1');
}
