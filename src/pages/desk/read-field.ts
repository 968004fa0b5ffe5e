/** The field of every form of the desk: the revision of the text beside it. */
export const readField = 'text-revision'
