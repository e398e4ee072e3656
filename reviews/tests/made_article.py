"""An article in words of its own, for tests of what is done with one whatever the composer writes."""

from reviews.article.paragraphs import Article, Paragraph, Sentence


def made_article(meetings):
    """Return an article of an opening, a sentence a meeting and a close, in words of its own."""
    references = tuple(m.reference for m in meetings)
    names = [m.parties[0].name for m in meetings]
    told = [
        Sentence(
            f"On {m.day.day} March, IOM met {m.parties[0].name}. {m.public_line}".strip(),
            (m.reference,),
        )
        for m in meetings
    ]
    opening = Sentence(f"In March, IOM met {' and '.join(names)}.", references)
    close = Sentence(f"In all, IOM held {len(meetings)} meetings.", references)
    return Article(
        Sentence(f"In focus: {names[0] if names else 'nothing'}", references),
        (
            Paragraph((opening,), is_summary=True),
            *(Paragraph((one,)) for one in told),
            Paragraph((close,), is_summary=True),
        ),
        (),
    )
