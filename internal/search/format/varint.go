package format

// Numbers are variable-length, in digits that are the printable ASCII characters except " and \.
const (
	digits    = 93
	lastDigit = 62 // a digit from here on is followed by another
	maxNumber = 1<<31 - 1
)

func digit(n int) byte {
	c := byte(n) + ' '
	if c >= '"' {
		c++
	}
	if c >= '\\' {
		c++
	}
	return c
}

// appendNumber appends a number, the lowest digit first.
func appendNumber(dst []byte, n int) []byte {
	for n >= lastDigit {
		d := lastDigit + (n-lastDigit)%(digits-lastDigit)
		dst = append(dst, digit(d))
		n = (n - d) / (digits - lastDigit)
	}
	return append(dst, digit(n))
}

// numbers decodes numbers from a string. After the first failure it returns zeros, and done returns the failure.
type numbers struct {
	text string
	at   int
	bad  bool
}

// next returns the next number, which must be at most limit.
func (r *numbers) next(limit int) int {
	n, m := 0, 1
	for range 7 {
		if r.at >= len(r.text) {
			break
		}
		c := r.text[r.at]
		r.at++
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			break
		}
		d := int(c) - ' '
		if c > '\\' {
			d--
		}
		if c > '"' {
			d--
		}
		n += d * m
		if d < lastDigit {
			if n > limit {
				break
			}
			return n
		}
		m *= digits - lastDigit
	}
	r.bad, r.at = true, len(r.text)
	return 0
}

// count returns the next number, which is the number of items that follow, of at least one character each.
func (r *numbers) count() int { return r.next(len(r.text) - r.at) }

// done returns an error unless everything was decoded without failure.
func (r *numbers) done() error {
	if r.bad || r.at != len(r.text) {
		return ErrDamaged
	}
	return nil
}
