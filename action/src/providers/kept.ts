/** An answer that is asked for once and kept; a question that fails is asked again by whoever wants to know next. */
export class Kept<T> {
  #answer: Promise<T> | undefined;

  /** The answer, asked for unless it is kept. Those who come while it is on its way wait for the same. */
  async get(ask: () => Promise<T>): Promise<T> {
    const answer = this.#answer ?? ask();
    this.#answer = answer;
    try {
      return await answer;
    } catch (error) {
      if (this.#answer === answer) this.#answer = undefined;
      throw error;
    }
  }

  /** The answer as far as it was asked for. Rejects as that does. */
  async known(): Promise<T | undefined> {
    return await this.#answer;
  }

  forget(): void {
    this.#answer = undefined;
  }
}
