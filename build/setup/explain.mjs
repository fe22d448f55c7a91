// From what npm, pip, apt-get and g++ print to a reason and a command.
import { SetupFailure } from './failure.mjs';
import { lastLine } from './text.mjs';

/** @import { RunResult } from './run-command.mjs' */

/**
 * @typedef {object} Tool
 * @property {string} name as printed
 * @property {string} what what it was doing
 * @property {string} checkHost command that shows whether its server answers
 * @property {string} retryDownload command that helps after a damaged download
 * @property {string} trustCertificate command that makes it trust a company's certificate
 */

/** @type {Record<'npm' | 'pip' | 'apt', Tool>} */
export const tools = {
  npm: {
    name: 'npm',
    what: 'installing the npm packages',
    checkHost: 'npm ping',
    retryDownload: 'npm cache verify && npm run setup',
    trustCertificate: 'npm config set cafile /path/to/certificate.pem',
  },
  pip: {
    name: 'pip',
    what: 'downloading TensorFlow',
    checkHost: 'python3 -m pip index versions tensorflow-cpu',
    retryDownload: 'npm run setup',
    trustCertificate: 'python3 -m pip config set global.cert /path/to/certificate.pem',
  },
  apt: {
    name: 'apt-get',
    what: 'installing system packages',
    checkHost: 'apt-get update',
    retryDownload: 'apt-get clean && apt-get update',
    trustCertificate: 'apt-get install ca-certificates',
  },
};

const patterns = {
  diskFull: /ENOSPC|No space left on device|not enough free space|EDQUOT|Disk quota exceeded/i,
  hash: /DO NOT MATCH THE HASHES|EINTEGRITY|Hash Sum mismatch/i,
  certificate:
    /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|certificate verification failed/i,
  host: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(SOCKET)?TIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|name resolution|Name or service not known|NewConnectionError|ConnectTimeout|Read timed out|ProxyError|Network is unreachable|Could not (resolve|connect)|Failed to fetch|Cannot initiate the connection/i,
  permission: /EACCES|EPERM|EROFS|Permission denied|Read-only file system/i,
  lockFile: /in sync|EUSAGE|EJSONPARSE/,
  noVersion: /No matching distribution found|Could not find a version that satisfies|ETARGET|E404/i,
  aptBusy: /Could not get lock|Unable to (acquire|lock)/i,
};

/** @param {string} output */
function hostIn(output) {
  const match =
    /host='([^']+)'|(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+\.\w+)|https?:\/\/([\w.-]+)|Could not resolve '([^']+)'/.exec(
      output,
    );
  return match?.slice(1).find(Boolean);
}

/** @param {string} output */
export function saysDiskFull(output) {
  return patterns.diskFull.test(output);
}

/** @param {string} root */
export function diskFull(root) {
  return new SetupFailure(`the disk is full (project folder: ${root})`, 'df -h   (and free some space)');
}

/**
 * @param {Tool} tool
 * @param {RunResult} result of a command that did not succeed
 * @param {string} root
 */
export function explain(tool, result, root) {
  const { output } = result;
  if (saysDiskFull(output)) return diskFull(root);
  if (patterns.hash.test(output))
    return new SetupFailure(
      `${tool.what}: what arrived is not what was expected (its SHA-256 or SHA-512 differs), so it was thrown away`,
      tool.retryDownload,
    );
  if (patterns.certificate.test(output))
    return new SetupFailure(`${tool.what}: the server's certificate is not trusted`, tool.trustCertificate);
  if (patterns.host.test(output)) {
    const host = hostIn(output);
    return new SetupFailure(
      `${tool.what}: ${host ? `the host ${host}` : 'the package server'} could not be reached`,
      `${tool.checkHost}   (check network and proxy)`,
    );
  }
  if (patterns.aptBusy.test(output))
    return new SetupFailure(`${tool.what}: another package manager is running`, 'npm run setup   (later)');
  if (patterns.permission.test(output))
    return new SetupFailure(`${tool.what}: no permission to write in ${root}`, `ls -ld "${root}"`);
  if (patterns.noVersion.test(output))
    return new SetupFailure(
      `${tool.what}: the package server does not have the version that is needed`,
      tool.checkHost,
    );
  if (tool === tools.npm && patterns.lockFile.test(output))
    return new SetupFailure(
      'package.json and package-lock.json do not belong together',
      'git checkout -- package.json package-lock.json',
    );
  return unexplained(tool.name, tool.what, result);
}

/**
 * @param {string} name
 * @param {string} what
 * @param {RunResult} result
 */
export function unexplained(name, what, result) {
  const how = result.signal ? `was ended by ${result.signal}` : `ended with exit code ${result.code}`;
  const line = lastLine(result.output);
  return new SetupFailure(
    `${what}: ${name} ${how}${line ? ` (${line})` : ''}`,
    'npm run setup   (again; the log has the whole output)',
  );
}
