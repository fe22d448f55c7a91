import { developmentVersion, release } from '../electron/version.mjs';

/**
 * Why no package for the public may be made with this Electron, in a sentence; null if it may. A package holds a browser, and one
 * that gets no more fixes for known attacks is given to nobody.
 * @param {string} version  of the Electron that would go in
 * @param {Date} today
 */
export function reasonAgainstRelease(version, today) {
  if (version !== release.version)
    return (
      `packaging for the public: Electron ${version} gets no more security fixes, it is for development only; ` +
      `set FEATURESCOPE_ELECTRON=release, which takes Electron ${release.version} where its download host can be reached`
    );
  if (today >= new Date(release.supportedUntil))
    return (
      `packaging for the public: Electron ${version} is no longer supported since ${release.supportedUntil}; ` +
      'put the newest version, its date and its sums into build/electron/version.mjs (RELEASING.md says from where)'
    );
  return null;
}

/** What is said of packages that are made with the Electron of development. */
export const forTryingOnly = `made with Electron ${developmentVersion}, which gets no more security fixes: to try, not for the public`;
