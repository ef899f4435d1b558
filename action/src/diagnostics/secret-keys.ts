/** Secret keys of age (Bech32 with this prefix): what somebody may paste where a public key belongs. */
const secretKey = /AGE-SECRET-KEY-[A-Z0-9-]+/gi;

/** A text with such keys blotted out; as long as before, so that columns stay. */
export function withoutSecretKeys(text: string): string {
  return text.replace(secretKey, (key) => '•'.repeat(key.length));
}
