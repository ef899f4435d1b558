/** Matches secret keys of age (Bech32 with this prefix), which somebody may paste where a public key belongs. */
const secretKey = /AGE-SECRET-KEY-[A-Z0-9-]+/gi;

/** Masks such keys in a text. The length stays the same, so that columns do. */
export function withoutSecretKeys(text: string): string {
  return text.replace(secretKey, (key) => '•'.repeat(key.length));
}
