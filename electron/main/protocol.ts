import { protocol, type Session } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { APP_SCHEME, contentTypeOf, fileOfUrl, securityHeaders } from './app-url';
import { mayCheck, mayRequest } from './permissions';

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Port 9 of the machine itself: the discard service, which nobody runs. */
const NO_PROXY_AT_ALL = '127.0.0.1:9';

/** Where the page's files lie. */
interface PageFolders {
  readonly page: string;
  /** Its fonts, with which pictures are drawn too. */
  readonly fonts: string;
}

/** Serves the page out of its folders and closes every other way into and out of the session. */
export function setUpSession(session: Session, folders: PageFolders): void {
  session.protocol.handle(APP_SCHEME, (request) => serve(request, folders));

  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayRequest(permission, details)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayCheck(permission, origin, details),
  );
  session.setDevicePermissionHandler(() => false);

  // A second lock behind the content policy: nothing of this session reaches the network or the disk.
  const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'];
  session.webRequest.onBeforeRequest({ urls: outside }, (_details, answer) => answer({ cancel: true }));
  // WebRTC asks neither the policy nor webRequest: with its IP handling policy (see window.ts) it goes through the proxy only.
  void session.setProxy({
    mode: 'fixed_servers',
    proxyRules: NO_PROXY_AT_ALL,
    proxyBypassRules: '<-loopback>',
  });
}

const FONTS = 'fonts';

function fileFor(url: string, { page, fonts }: PageFolders): string | null {
  const file = fileOfUrl(url, page);
  const inFonts = file === null ? '..' : path.relative(path.join(page, FONTS), file);
  return inFonts.startsWith('..') ? file : path.join(fonts, inFonts);
}

async function serve(request: Request, folders: PageFolders): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: securityHeaders });
  const file = fileFor(request.url, folders);
  try {
    if (file === null) throw new Error('outside the folder');
    const body = await fs.promises.readFile(file);
    return new Response(body, { headers: { ...securityHeaders, 'content-type': contentTypeOf(file) } });
  } catch {
    return new Response(null, { status: 404, headers: securityHeaders });
  }
}
