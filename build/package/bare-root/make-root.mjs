import { spawnSync } from 'node:child_process';
import { runTool } from '../run-tool.mjs';

/**
 * Makes a root of the machine's own release with nothing but its essential packages and apt.
 * @param {string} folder
 */
export function makeRoot(folder) {
  const { address, suite } = ownArchive();
  const { status } = spawnSync(
    'debootstrap',
    ['--variant=minbase', ...componentsOf(suite), suite, folder, address],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`debootstrap made no root of ${suite} from ${address}, see above`);
}

/** Where apt takes this machine's release from; no address is written down here. */
function ownArchive() {
  const format = '$(CREATED_BY) $(REPO_URI) $(RELEASE) $(COMPONENT)';
  for (const line of runTool('apt-get', ['indextargets', '--format', format]).split('\n')) {
    const [kind, address = '', suite = '', component] = line.split(' ');
    if (kind === 'Packages' && component === 'main' && !suite.includes('-')) return { address, suite };
  }
  throw new Error('apt knows no archive of this release; is this Debian or Ubuntu?');
}

/**
 * Ubuntu keeps some libraries in a component of its own.
 * @param {string} suite
 */
function componentsOf(suite) {
  const components = runTool('apt-get', ['indextargets', '--format', '$(RELEASE) $(COMPONENT)'])
    .split('\n')
    .flatMap((line) => (line.startsWith(`${suite} `) ? [line.slice(suite.length + 1)] : []));
  const wanted = ['main', 'universe'].filter((name) => components.includes(name));
  return [`--components=${wanted.join(',')}`];
}
