import { execFileSync } from 'node:child_process';

/** Installs the package where that can be done without asking: as root on Debian. @returns whether it can */
export function installOnDebian(debianPackage: string): boolean {
  if (process.getuid?.() !== 0) return false;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) =>
    execFileSync('apt-get', ['-qq', ...args], { stdio: 'pipe', env: environment });
  try {
    aptGet('--version');
  } catch {
    return false;
  }
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', debianPackage);
  return true;
}
