/** Of one file, however it arrives: 2 GiB. */
export const maxFileBytes = 2 * 1024 ** 3
