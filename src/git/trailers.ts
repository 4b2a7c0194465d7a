/** The lines that a commit message carries for a version: docs/formats.md, section 6. */
export function trailersOf(version: { readonly id: string; readonly sha256: string }): readonly string[] {
  return [`Dataset-Version: ${version.id}`, `Dataset-Digest: sha256:${version.sha256}`];
}
