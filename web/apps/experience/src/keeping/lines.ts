/** One change, in words. piece: which part of the whole it is about. was, is: what is shown beside the sentence. */
export interface Line {
  piece: string;
  text: string;
  was?: string;
  is?: string;
}
