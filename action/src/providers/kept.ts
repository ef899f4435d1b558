/** The answer to a question that is asked once; after a failure, the next caller asks again. */
export class Kept<T> {
  #answer: Promise<T> | undefined;

  /** The answer, asked for unless it is kept. Callers that come while it is under way share it. */
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

  /** The answer if it was asked for, else undefined. Rejects as the question does. */
  async known(): Promise<T | undefined> {
    return await this.#answer;
  }

  forget(): void {
    this.#answer = undefined;
  }
}
